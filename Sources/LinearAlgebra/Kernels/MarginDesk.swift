internal import CStrataKernels

/// The room that one worker needs to look at examples of a ``MarginDual``.
final class MarginDesk: Sendable {
  /// Examples that are taken at once.
  static let rows = 64

  let columns: Memory<Int32>
  let scores: Memory<Double>
  let targets: Memory<Double>
  /// What each example of the last pass adds to the duality gap.
  let gaps = Memory<Double>(count: rows)
  /// The loss of each example of the last pass.
  let hinges = Memory<Double>(count: rows)
  private let batch: Place

  init(width: Int, stride: Int) {
    columns = Memory(count: width)
    scores = Memory(count: stride)
    targets = Memory(count: stride)
    batch = FloatBuffer(count: Self.rows * width).place(rows: Self.rows, columns: width)
  }

  /// Visits at most ``rows`` examples; the sum of their gaps.
  func pass(
    _ examples: ArraySlice<Int32>, of features: any Features, _ margins: strata_margins, threshold: Double
  ) -> Double {
    precondition(examples.count <= Self.rows, "\(examples.count) examples at once")
    return withExtendedLifetime(self) {
      examples.withUnsafeBufferPointer { indices in
        guard let first = indices.baseAddress else { return 0 }
        let place = batch.rows(0..<indices.count)
        let x = place.window
        features.copy(rows: indices, columns: 0..<x.columns, into: x.pointer, stride: x.stride)
        return strata_margin_pass(margins, x.view, first, threshold, gaps.pointer, hinges.pointer)
      }
    }
  }

  /// One example.
  func take(_ row: Int, of features: any Features) -> ArraySlice<Float> {
    features.matrix(rows: row..<row + 1).row(0)
  }
}

extension Array {
  /// The elements in order, so many at a time.
  func parts(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
