import Testing

@testable import StrataLinearAlgebra

/// Products that skip zeros against sums in double, of every width of a strip and more rows than a tile has.
struct SparseProductTests {
  typealias Framed = ProductTests.Framed

  /// Lines of x, rows of w, columns. A tile has up to 128 rows and a strip up to 128 columns; 128 lines go together.
  static let sizes =
    [(1, 1, 1), (3, 0, 5), (5, 784, 1000), (130, 128, 128), (300, 129, 70), (129, 257, 104), (2, 400, 250)]
    + (1...17).map { (4, 140, 8 * $0 - 3) }

  @Test(arguments: sizes, ProductTests.arithmetics.filter { $0.engine == Engine.available[0] })
  func agreesWithSumsInDouble(_ size: (lines: Int, rows: Int, columns: Int), arithmetic: Arithmetic) {
    for (density, beta) in [(0.3, 0), (0.3, 1), (0.02, 0.5), (0, 0), (0, 1), (1, 0)] as [(Float, Float)] {
      let x = sparse(size.lines, size.rows, density)
      let w = Framed(
        rows: size.rows, columns: size.columns, padding: 3, purpose: "w", precision: arithmetic.precision)
      let y = Framed(rows: size.lines, columns: size.columns, padding: 3, purpose: "y")
      let before = y.place.window.copied()
      if beta == 0 { y.place.window.fill(.nan) }
      let batch = SparseBatch(batchSize: size.lines, width: size.rows, precision: arithmetic.precision)
      batch.compress(x.window, rows: 0..<size.lines)
      if beta == 0 {
        batch.multiply(w.place, columns: 0..<size.columns, into: y.place.window, rows: 0..<size.lines)
      } else {
        // The other way round: the same matrix by its columns.
        let turned = SparseBatch(batchSize: size.rows, width: size.lines, precision: arithmetic.precision)
        turned.compress(transposed(x).window, rows: 0..<size.rows)
        turned.transpose(count: size.rows, columns: 0..<size.lines)
        turned.multiplyTransposed(
          w.place, columns: 0..<size.columns, into: y.place.window, rows: 0..<size.lines, beta: beta)
      }
      let excess = largestExcess(
        of: y.place.window.copied(), x, w.place, before: before, beta: beta, arithmetic.precision)
      #expect(excess <= 1, "density \(density), beta \(beta)")
      #expect(w.surroundingsAreUntouched && y.surroundingsAreUntouched)
    }
  }

  /// Some rows and columns at a time, as panels are, come to the same bits.
  @Test func panelsMakeNoDifference() {
    let x = sparse(200, 300, 0.2)
    let w = Framed(rows: 300, columns: 256, padding: 0, purpose: "w")
    let batch = SparseBatch(batchSize: 200, width: 300)
    batch.compress(x.window, rows: 0..<200)
    let whole = RowLayout(Shape(rows: 200, columns: 256)).place()
    batch.multiply(w.place, columns: 0..<256, into: whole.window, rows: 0..<200)
    let parts = RowLayout(Shape(rows: 200, columns: 256)).place()
    for rows in [0..<1, 1..<150, 150..<200] {
      for columns in [0..<128, 128..<256] {
        batch.multiply(w.place, columns: columns, into: parts.columns(columns).window, rows: rows)
      }
    }
    #expect(parts.window.copied() == whole.window.copied())
  }

  /// Every element that is not zero is found once, in order, at every width: what is not a number too, and minus
  /// zero not.
  @Test func findsWhatIsNotZero() {
    for columns in 1...70 {
      let x = RowLayout(Shape(rows: 2, columns: columns)).place()
      for column in 0..<columns {
        x.window[0, column] = [0, -0.0, 1.5, .nan, -2, 0, .infinity][column % 7]
        x.window[1, column] = 3
      }
      let batch = SparseBatch(batchSize: 2, width: columns)
      batch.compress(x.window, rows: 0..<2)
      batch.transpose(count: 2, columns: 0..<columns)
      let identity = RowLayout(Shape(rows: columns, columns: columns)).place()
      for column in 0..<columns { identity.window[column, column] = 1 }
      let found = RowLayout(Shape(rows: 2, columns: columns)).place()
      batch.multiply(identity, columns: 0..<columns, into: found.window, rows: 1..<2)
      #expect(found.window.rows(1..<2).copied() == x.window.rows(1..<2).copied())
      #expect(batch.compacted(count: 2).bytes == expectedBytes(x))
    }
  }

  /// What the non-zeros of a matrix take, by rows and by columns.
  private func expectedBytes(_ x: Place) -> Int {
    let count = x.window.copied().elements.count { $0 != 0 }
    return SparseBatch.bytes(batchSize: x.rows, width: x.columns)
      - 2 * (8 * x.rows * x.columns - 8 * max(count, 1))
  }

  // MARK: - Reference

  private func sparse(_ rows: Int, _ columns: Int, _ density: Float) -> Place {
    let place = RowLayout(Shape(rows: rows, columns: columns)).place()
    let draws = RandomStream(seed: 4, purpose: "x").uniform(count: 2 * rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let index = 2 * (row * columns + column)
        place.window[row, column] = draws[index] < density ? draws[index + 1] - 0.5 : 0
      }
    }
    return place
  }

  private func transposed(_ x: Place) -> Place {
    let place = RowLayout(Shape(rows: x.columns, columns: x.rows)).place()
    for row in 0..<x.rows {
      for column in 0..<x.columns { place.window[column, row] = x.window[row, column] }
    }
    return place
  }

  /// The largest error as a multiple of what rounding may do, as in `ProductTests`.
  private func largestExcess(
    of y: Matrix, _ x: Place, _ w: Place, before: Matrix, beta: Float, _ precision: Precision
  ) -> Double {
    let (x, rows) = (x.window.copied(), w.rows)
    var worst = 0.0
    for i in 0..<y.rows {
      let factors = (0..<rows).map { Double(precision == .float32 ? x[i, $0] : rounded(x[i, $0])) }
      for j in 0..<y.columns {
        var (sum, magnitude) = (0.0, 0.0)
        for l in 0..<rows where factors[l] != 0 {
          let product = factors[l] * Double(w.window.roundedElement(l, j) ?? w.window[l, j])
          sum += product
          magnitude += abs(product)
        }
        let added = beta == 0 ? 0 : Double(beta) * Double(before[i, j])
        let bound = Double(rows + 3) * 0x1p-24 * (magnitude + abs(added))
        let error = abs(Double(y[i, j]) - sum - added)
        worst =
          error.isNaN ? .infinity : bound == 0 ? max(worst, error * .infinity) : max(worst, error / bound)
      }
    }
    return worst
  }

  /// To the nearest bfloat16, ties to even.
  private func rounded(_ value: Float) -> Float {
    let bits = value.bitPattern
    return Float(bitPattern: (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000)
  }
}
