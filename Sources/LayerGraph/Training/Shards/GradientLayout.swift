internal import StrataLinearAlgebra

/// Where the gradients of all parameters lie in one buffer, one behind the other, each on a boundary of 64 bytes.
struct GradientLayout {
  private let shapes: [Shape]
  private let starts: [Int]
  /// The numbers of all together.
  let count: Int

  private static let boundary = 16

  init(_ shapes: [Shape]) {
    self.shapes = shapes
    var (starts, next): ([Int], Int) = ([], 0)
    for shape in shapes {
      starts.append(next)
      next += (shape.count + Self.boundary - 1) / Self.boundary * Self.boundary
    }
    self.starts = starts
    count = next
  }

  /// The place of each gradient in a buffer.
  func places(in buffer: FloatBuffer) -> [Place] {
    zip(shapes, starts).map { buffer.place(at: $1, rows: $0.rows, columns: $0.columns) }
  }

  /// The numbers that are one of some processes' to finish.
  func part(of rank: Int, among ranks: Int) -> Range<Int> {
    let pieces = count / Self.boundary
    return pieces * rank / ranks * Self.boundary..<pieces * (rank + 1) / ranks * Self.boundary
  }
}
