package import CStrataKernels

/// Noise. Draws go by the example's number and the element's column, so windows are whole rows and `columns`
/// says which of them are computed.
extension Kernels {
  /// y (+)= x under a noise, in some of the columns; x and y may be the same.
  ///
  /// - Parameter first: where in `examples` the numbers of these rows begin.
  package static func corrupt(
    _ kind: strata_corruption, level: Float, stream: RandomStream, examples: Memory<Int32>, from first: Int,
    _ x: Window, into y: Window, columns: Range<Int>, accumulating: Bool = false
  ) {
    require(x.shape, y.shape)
    precondition(first >= 0 && first + y.rows <= examples.count && columns.upperBound <= y.columns)
    strata_corrupt(
      kind, level, stream.kernelStream, examples.pointer + first, Int64(columns.lowerBound),
      Int64(columns.upperBound), accumulating, x.view, y.target)
    y.columns(columns).round()
  }

  /// y = value wherever the draw of a noise of this level hits, in some of the columns.
  package static func markHits(
    level: Float, stream: RandomStream, examples: Memory<Int32>, from first: Int, value: Float, in y: Window,
    columns: Range<Int>
  ) {
    precondition(first >= 0 && first + y.rows <= examples.count && columns.upperBound <= y.columns)
    strata_mark_hits(
      level, stream.kernelStream, examples.pointer + first, Int64(columns.lowerBound),
      Int64(columns.upperBound), value, y.target)
  }

  /// y = x, but with probability `level` the value of another example in the same column.
  ///
  /// - Parameters:
  ///   - others: the examples to take values of.
  ///   - partners: the stream that says of which.
  package static func exchange(
    level: Float, stream: RandomStream, examples: Memory<Int32>, from first: Int, others: any Features,
    partners: RandomStream, _ x: Window, into y: Window, columns: Range<Int>
  ) {
    require(x.shape, y.shape)
    precondition(first >= 0 && first + y.rows <= examples.count && columns.upperBound <= y.columns)
    // Whole groups of draws, few enough to lie on the stack.
    let chunk = 128
    let (from, to) = (x.pointer, y.pointer)
    let (fromStride, toStride, rows) = (x.stride, y.stride, y.rows)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: chunk) { memory in
      guard let start = memory.baseAddress else { return }
      for row in 0..<rows {
        let (source, target) = (from + row * fromStride, to + row * toStride)
        (target + columns.lowerBound).update(from: source + columns.lowerBound, count: columns.count)
        var begin = columns.lowerBound
        while begin < columns.upperBound {
          let end = min((begin / chunk + 1) * chunk, columns.upperBound)
          strata_swap_partners(
            level, stream.kernelStream, partners.kernelStream, UInt32(examples.pointer[first + row]),
            Int64(begin), Int64(end), UInt32(others.rows), start)
          others.exchange(columns: begin..<end, with: start, into: target)
          begin = end
        }
      }
    }
    y.columns(columns).round()
  }
}
