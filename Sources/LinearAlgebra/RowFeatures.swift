/// Examples that write themselves one at a time: the way to `Features` of one's own that needs no pointer.
///
/// ```swift
/// /// Windows of a long signal, which are never all in memory.
/// struct Windows: RowFeatures {
///   let signal: [Float]
///   let columns: Int
///   var rows: Int { signal.count - columns + 1 }
///   var range: ClosedRange<Float>? { 0...1 }
///
///   func write(columns: Range<Int>, ofRow row: Int, to values: inout MutableSpan<Float>) {
///     for (index, column) in columns.enumerated() { values[index] = signal[row + column] }
///   }
/// }
/// ```
///
/// Several threads ask at once, each for columns or rows of its own.
public protocol RowFeatures: Features {
  /// Writes some values of one example.
  ///
  /// - Parameters:
  ///   - columns: which of them.
  ///   - row: the example, below `rows`.
  ///   - values: room for as many numbers as there are `columns`; what is in it before is of no meaning.
  func write(columns: Range<Int>, ofRow row: Int, to values: inout MutableSpan<Float>)
}

extension RowFeatures {
  /// The smallest and the largest value, found by writing every example once; a type that knows them says them itself.
  public var range: ClosedRange<Float>? {
    guard rows > 0, columns > 0 else { return nil }
    var (low, high) = (Float.infinity, -Float.infinity)
    var isNumber = true
    var values = [Float](repeating: 0, count: columns)
    for row in 0..<rows {
      var span = values.mutableSpan
      write(columns: 0..<columns, ofRow: row, to: &span)
      for value in values {
        isNumber = isNumber && value == value
        low = min(low, value)
        high = max(high, value)
      }
    }
    return isNumber ? low...high : nil
  }

  /// Writes each example into its row of the batch.
  public func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
    into batch: UnsafeMutablePointer<Float>, stride: Int
  ) {
    for (position, row) in rows.enumerated() {
      let room = UnsafeMutableBufferPointer(
        start: batch + position * stride + share.lowerBound, count: share.count)
      var values = room.mutableSpan
      write(columns: share, ofRow: Int(row), to: &values)
    }
  }
}
