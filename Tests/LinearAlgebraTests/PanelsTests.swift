import StrataLinearAlgebra
import Testing

/// Panels cover a matrix once, and their bounds follow from its shape.
struct PanelsTests {
  private static let sizes = [1, 2, 5, 31, 64, 100, 191, 192, 193, 255, 320, 784, 1000, 4097, 9000, 70_001]

  /// Every way of cutting a shape.
  private func cuts(of shape: Shape) -> [Panels] {
    [Panels(of: shape), Panels(columnsOf: shape), Panels(rowsOf: shape)]
  }

  @Test(arguments: sizes, sizes)
  func panelsCoverAMatrixOnce(rows: Int, columns: Int) {
    let shape = Shape(rows: rows, columns: columns)
    for panels in cuts(of: shape) {
      #expect((1...Panels.most).contains(panels.count))
      let regions = (0..<panels.count).map { panels[$0] }
      #expect(regions.allSatisfy { !$0.isEmpty })
      // Side by side in one direction, whole in the other.
      let byColumns = regions.allSatisfy { $0.rows == 0..<rows }
      let byRows = regions.allSatisfy { $0.columns == 0..<columns }
      #expect(byColumns || byRows)
      let bounds = regions.map { byColumns ? $0.columns : $0.rows }
      #expect(bounds.first?.lowerBound == 0 && bounds.last?.upperBound == (byColumns ? columns : rows))
      #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
  }

  @Test func widePanelsAreOfColumnsThatProductsAreFastFor() {
    let widths = { (columns: Int) in
      let panels = Panels(of: Shape(rows: 20, columns: columns))
      return (0..<panels.count).map { panels[$0].columns.count }
    }
    #expect(widths(1000) == [128, 128, 128, 128, 128, 128, 128, 104])
    // A rest of less than half a panel joins the one before.
    #expect(widths(784) == [128, 128, 128, 128, 128, 144])
    #expect(widths(192) == [128, 64])
  }

  @Test func narrowMatricesAreCutByRows() {
    let panels = Panels(of: Shape(rows: 128, columns: 10))
    #expect(panels[0].columns == 0..<10 && panels.count > 1)
  }

  @Test func nothingHasNoPanels() {
    for shape in [Shape(rows: 0, columns: 5), Shape(rows: 5, columns: 0), Shape(rows: 0, columns: 1000)] {
      #expect(cuts(of: shape).allSatisfy { $0.count == 0 })
    }
  }
}
