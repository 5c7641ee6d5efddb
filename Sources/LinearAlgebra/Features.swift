internal import CStrataKernels

/// Examples as rows of features, handed over as Float32 a batch at a time.
///
/// Training asks for nothing else, so images may stay bytes in memory and codes floats. It holds no
/// labels: what learns from `Features` alone cannot see any.
public protocol Features: Sendable {
  /// The number of examples.
  var rows: Int { get }
  /// The number of features of each.
  var columns: Int { get }
  /// The smallest and the largest value in it; nil when there is none or when one is not a number.
  var range: ClosedRange<Float>? { get }
  /// The share of values that are not zero, from 0 to 1; from a part of the examples where they are many.
  var density: Float { get }
  /// Writes columns `share` of the examples `rows` into the same columns of `batch`, row by row.
  ///
  /// - Parameters:
  ///   - rows: indices below `self.rows`.
  ///   - share: which columns to write.
  ///   - batch: the address of a row-major batch, `stride` floats from one row to the next.
  ///   - stride: at least `columns`.
  func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
    into batch: UnsafeMutablePointer<Float>, stride: Int)
  /// Writes, for each column of `share`, the value in it of another example: of `partners[0]` for the first of
  /// them, and so on; where that is negative the column stays as it is.
  ///
  /// A type need not have this: without it, values are copied one by one.
  ///
  /// - Parameters:
  ///   - share: which columns to write.
  ///   - partners: an index below `rows`, or a negative number, for each of them.
  ///   - row: the address of column 0 of one row.
  func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>,
    into row: UnsafeMutablePointer<Float>)
  /// Says which examples will be copied soon, so that they can be made ready: those of the batch to come, or of the one
  /// after it.
  ///
  /// A type need not have this: without it, nothing is done.
  ///
  /// - Parameter rows: indices below `self.rows`.
  func expect(_ rows: UnsafeBufferPointer<Int32>)
  /// The same values before they were cut to bounds, as those are that lie beyond what training saw where columns were
  /// brought to 0 … 1; nil where nothing is cut.
  ///
  /// A type need not have this: without it, nothing is.
  var uncut: (any Features)? { get }
  /// Throws where something could not be read when it was copied, so that what was made of it is void: a copy cannot
  /// throw, as several threads ask for one at once.
  ///
  /// A type need not have this: without it, whatever was copied was there.
  func requireIntact() throws
}

/// How many values a density is estimated from.
package let densitySample = 1 << 20

extension Matrix: Features {
  /// The share of elements that are not zero, among the first million.
  public var density: Float {
    let sample = elements.prefix(densitySample)
    return Float(sample.count { $0 != 0 }) / Float(max(sample.count, 1))
  }

  /// The smallest and the largest element; nil when there is none or when one is not a number.
  public var range: ClosedRange<Float>? {
    guard var low = elements.first, low == low else { return nil }
    var high = low
    for value in elements {
      guard value == value else { return nil }
      low = min(low, value)
      high = max(high, value)
    }
    return low...high
  }

  /// Copies columns of some rows into a batch.
  public func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
    into batch: UnsafeMutablePointer<Float>, stride: Int
  ) {
    elements.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let indices = rows.baseAddress else { return }
      strata_gather_floats(
        source, Int64(columns), indices, Int64(rows.count), Int64(share.lowerBound),
        Int64(share.upperBound), batch, Int64(stride))
    }
  }
}

extension Matrix {
  /// Writes values of other examples into a row.
  public func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>,
    into row: UnsafeMutablePointer<Float>
  ) {
    elements.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      strata_exchange_floats(
        source, Int64(columns), partners, Int64(share.lowerBound), Int64(share.upperBound), row)
    }
  }
}

/// Rows of bytes that stand for the numbers 0, 1/255, … 1: images as their files hold them.
///
/// A part of it (`subscript(rows:)`) shares its storage.
public struct ByteMatrix: Sendable, Features {
  /// The number of rows: images.
  public let rows: Int
  /// The number of bytes in a row: pixels.
  public let columns: Int
  /// The bytes, row after row.
  public let bytes: ArraySlice<UInt8>

  /// Rows from their bytes. Traps unless there are `rows × columns` of them.
  public init(rows: Int, columns: Int, _ bytes: ArraySlice<UInt8>) {
    precondition(
      bytes.count == rows * columns, "\(bytes.count) bytes for a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.bytes = bytes
  }

  /// Rows from their bytes. Traps unless there are `rows × columns` of them.
  public init(rows: Int, columns: Int, _ bytes: [UInt8]) {
    self.init(rows: rows, columns: columns, bytes[...])
  }

  /// Some of the rows, sharing this one's storage.
  public subscript(rows range: Range<Int>) -> ByteMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    let start = bytes.startIndex
    return ByteMatrix(
      rows: range.count, columns: columns,
      bytes[start + range.lowerBound * columns..<start + range.upperBound * columns])
  }

  /// One row.
  public func row(_ row: Int) -> ArraySlice<UInt8> { self[rows: row..<row + 1].bytes }

  /// The value of a byte.
  public static let scale: Float = 1 / 255

  /// The smallest and the largest value, each within [0, 1]; nil when there is none.
  public var range: ClosedRange<Float>? {
    guard let low = bytes.min(), let high = bytes.max() else { return nil }
    return Float(low) * Self.scale...Float(high) * Self.scale
  }

  /// The share of bytes that are not zero, among the first million.
  public var density: Float {
    let sample = bytes.prefix(densitySample)
    return Float(sample.count { $0 != 0 }) / Float(max(sample.count, 1))
  }

  /// Writes columns of some rows into a batch, each byte divided by 255.
  public func copy(
    rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
    into batch: UnsafeMutablePointer<Float>, stride: Int
  ) {
    bytes.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let indices = rows.baseAddress else { return }
      strata_gather_bytes(
        source, Int64(columns), indices, Int64(rows.count), Int64(share.lowerBound),
        Int64(share.upperBound), Self.scale, batch, Int64(stride))
    }
  }

  /// Writes values of other examples into a row, each byte divided by 255.
  public func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>,
    into row: UnsafeMutablePointer<Float>
  ) {
    bytes.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      strata_exchange_bytes(
        source, Int64(columns), partners, Int64(share.lowerBound), Int64(share.upperBound),
        Self.scale, row)
    }
  }
}

extension ByteMatrix: CustomStringConvertible {
  /// Its shape, not its bytes: `ByteMatrix 50000 × 784`.
  public var description: String { "ByteMatrix \(rows) × \(columns)" }
}

extension Features {
  /// 1: unless a type knows better, its values are taken not to be zero.
  public var density: Float { 1 }

  /// Nothing is read ahead.
  public func expect(_ rows: UnsafeBufferPointer<Int32>) {}

  /// Nothing is cut.
  public var uncut: (any Features)? { nil }

  /// What is in memory is there.
  public func requireIntact() {}

  /// Values copied one by one.
  public func exchange(
    columns share: Range<Int>, with partners: UnsafePointer<Int32>,
    into row: UnsafeMutablePointer<Float>
  ) {
    for column in share where partners[column - share.lowerBound] >= 0 {
      copy(
        rows: UnsafeBufferPointer(start: partners + (column - share.lowerBound), count: 1),
        columns: column..<column + 1, into: row, stride: columns)
    }
  }

  /// Some of the rows as a matrix of Float32.
  public func matrix(rows range: Range<Int>) -> Matrix {
    let indices = range.map { Int32($0) }
    var result = Matrix(rows: range.count, columns: columns)
    result.withWindow { window in
      indices.withUnsafeBufferPointer {
        copy(rows: $0, columns: 0..<columns, into: window.pointer, stride: columns)
      }
    }
    return result
  }

  /// All of the rows as a matrix of Float32.
  public var matrix: Matrix { matrix(rows: 0..<rows) }
}
