internal import StrataLinearAlgebra

/// Where the gradients of all parameters lie in one buffer, one behind the other, each on a boundary of 64 bytes.
struct GradientLayout {
  private let shapes: [Shape]
  /// Where each begins; behind them, where the last one ends.
  private let starts: [Int]

  private static let boundary = 16

  init(_ shapes: [Shape]) {
    self.shapes = shapes
    starts = shapes.reduce(into: [0]) { starts, shape in
      starts.append(
        starts[starts.count - 1] + (shape.count + Self.boundary - 1) / Self.boundary * Self.boundary)
    }
  }

  /// The numbers of all together.
  var count: Int { starts[starts.count - 1] }

  /// The place of each gradient in a buffer.
  func places(in buffer: FloatBuffer) -> [Place] {
    zip(shapes, starts).map { buffer.place(at: $1, rows: $0.rows, columns: $0.columns) }
  }

  /// Where some of the gradients lie, in ascending order of their places; neighbours together.
  func ranges(of gradients: some Sequence<Int>) -> [Range<Int>] {
    gradients.sorted().reduce(into: []) { ranges, gradient in
      let range = starts[gradient]..<starts[gradient + 1]
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
  }

  /// The numbers of a range that are one of some processes' to finish.
  static func part(of range: Range<Int>, for rank: Int, among ranks: Int) -> Range<Int> {
    let pieces = range.count / boundary
    func start(_ rank: Int) -> Int { range.lowerBound + pieces * rank / ranks * boundary }
    return start(rank)..<start(rank + 1)
  }
}
