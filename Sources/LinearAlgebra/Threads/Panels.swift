/// A matrix cut into panels: some columns each, or some rows of a narrow one.
///
/// The bounds depend on the shape alone, never on who computes them, so a result that is computed panel by
/// panel has the same bits on any number of threads.
package struct Panels: Hashable, Sendable {
  /// The most panels that one cut makes: as many as a phase of a job may have.
  package static let most = 64

  private enum Cut: Hashable { case columns, rows }

  /// The columns that products of a panel are fast for, whatever the library.
  private static let width = 128
  /// The least columns that are worth cutting into panels of columns.
  private static let wide = 192
  /// The elements of a panel of rows, and its heights.
  private static let elements = 4096
  private static let heights = 4...64

  /// The shape of the whole.
  package let shape: Shape
  /// The number of panels; none where there is nothing.
  package let count: Int
  private let cut: Cut
  /// Columns or rows of each panel but the last.
  private let size: Int

  /// Panels of columns where the matrix is wide enough for that, otherwise panels of rows.
  package init(of shape: Shape) {
    self = shape.columns >= Self.wide ? Panels(columnsOf: shape) : Panels(rowsOf: shape)
  }

  /// Panels of whole columns, for what sums over rows. A rest of less than half a panel joins the one before.
  package init(columnsOf shape: Shape) {
    let size = Self.width * max(1, (shape.columns + Self.width * Self.most - 1) / (Self.width * Self.most))
    let count = shape.count == 0 ? 0 : max(1, (shape.columns + size / 2) / size)
    self.init(shape: shape, count: min(count, Self.most), cut: .columns, size: size)
  }

  /// Panels of whole rows, for what sums over columns.
  package init(rowsOf shape: Shape) {
    let height = min(
      max(Self.elements / max(shape.columns, 1), Self.heights.lowerBound), Self.heights.upperBound)
    let size = max(height, (shape.rows + Self.most - 1) / Self.most)
    self.init(
      shape: shape, count: shape.count == 0 ? 0 : (shape.rows + size - 1) / size, cut: .rows, size: size)
  }

  private init(shape: Shape, count: Int, cut: Cut, size: Int) {
    self.shape = shape
    self.count = count
    self.cut = cut
    self.size = size
  }

  /// Where a panel lies.
  package subscript(index: Int) -> Region {
    precondition(0 <= index && index < count, "panel \(index) of \(count)")
    let total = cut == .columns ? shape.columns : shape.rows
    let range = index * size..<(index == count - 1 ? total : (index + 1) * size)
    return switch cut {
    case .columns: Region(rows: 0..<shape.rows, columns: range)
    case .rows: Region(rows: range, columns: 0..<shape.columns)
    }
  }
}

/// Some rows and some columns of a matrix.
package struct Region: Hashable, Sendable {
  package let rows: Range<Int>
  package let columns: Range<Int>

  package init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  package var isEmpty: Bool { rows.isEmpty || columns.isEmpty }

  /// What of it lies in the first `count` rows.
  package func clamped(toRows count: Int) -> Region {
    Region(rows: rows.clamped(to: 0..<count), columns: columns)
  }
}
