/// How matrices of one shape lie in memory of their own, one behind the other.
///
/// Every row of a wide one begins on a boundary of 64 bytes, a cache line, so that a vector of 64 bytes is read from one
/// line and not from two. And a row never takes a multiple of four lines: rows that are read one after the other
/// would fall into the same few places of a cache. Narrow rows lie close, without a gap.
package struct RowLayout {
  package let shape: Shape
  package let precision: Precision
  /// Floats from one row to the next.
  package let stride: Int

  /// Rows of fewer columns than these lie close.
  private static let narrow = 64

  package init(_ shape: Shape, precision: Precision = .float32) {
    self.shape = shape
    self.precision = precision
    // Where there is a copy of half the size, its rows begin on a boundary too.
    let line = precision == .float32 ? 16 : 32
    let lines = (shape.columns + line - 1) / line
    let isClose = shape.rows < 2 || shape.columns < Self.narrow
    stride = isClose ? shape.columns : (lines.isMultiple(of: 4) ? lines + 1 : lines) * line
  }

  /// What so many matrices take, in bytes.
  package func bytes(matrices: Int = 1) -> Int {
    FloatBuffer.bytes(count: floats(of: matrices), precision: precision)
  }

  /// Memory for so many matrices, all zeros: the place of each.
  package func places(_ matrices: Int) -> [Place] {
    let buffer = FloatBuffer(count: floats(of: matrices), precision: precision)
    return (0..<matrices).map {
      Place(buffer, at: floats(of: $0), rows: shape.rows, columns: shape.columns, stride: stride)
    }
  }

  /// Memory for one matrix, all zeros.
  package func place() -> Place { places(1)[0] }

  private func floats(of matrices: Int) -> Int { matrices * shape.rows * stride }
}
