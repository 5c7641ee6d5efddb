/// Rows of numbers that stay in a file and are read as they are copied: for more examples than fit into memory.
///
/// Training on them gives the same bits as on the same numbers in memory. The system keeps in memory what it has room for.
///
/// ```swift
/// let images = try StoredRows(contentsOf: URL(filePath: "images.npy"))
/// let stack = try pretraining.fit(images, seed: 1, keeping: .folder(scratch))
/// ```
public struct StoredRows: Features {
  /// The type of a number.
  package enum Element: Sendable {
    /// A byte that stands for 0, 1/255, … 1.
    case byte
    /// A Float32, the least significant byte first.
    case float32

    package var size: Int { self == .byte ? 1 : 4 }
  }

  package let file: StoredFile
  package let element: Element
  /// The number of rows.
  public let rows: Int
  /// The numbers of each.
  public let columns: Int
  /// Where in the file row 0 of it begins.
  let start: Int
  /// The row of the file where these begin, or the place in `order`.
  private let first: Int
  /// The rows of the file in another order than they lie; nil where they are as they lie.
  private let order: Memory<Int32>?
  let knownRange: KnownRange

  /// Rows that begin at a place of a file, one behind the other. Traps where the file is shorter.
  package init(
    _ file: StoredFile, element: Element, startingAt start: Int, rows: Int, columns: Int,
    range: ClosedRange<Float>? = nil
  ) {
    precondition(start + rows * columns * element.size <= file.size, "\(rows) × \(columns) of \(file.path)")
    self.init(file, element, start, rows: rows, columns, first: 0, order: nil, KnownRange(range))
  }

  private init(
    _ file: StoredFile, _ element: Element, _ start: Int, rows: Int, _ columns: Int, first: Int,
    order: Memory<Int32>?, _ range: KnownRange
  ) {
    (self.file, self.element, self.start) = (file, element, start)
    (self.rows, self.columns, self.first, self.order) = (rows, columns, first, order)
    knownRange = range
  }

  /// Some of the rows.
  package subscript(rows range: Range<Int>) -> StoredRows {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    if range == 0..<rows { return self }
    return StoredRows(
      file, element, start, rows: range.count, columns, first: first + range.lowerBound, order: order,
      KnownRange(nil))
  }

  /// Some of the rows in another order.
  package func gathered(_ wanted: [Int]) -> StoredRows {
    let places = Memory(wanted.map { Int32(place(ofRow: $0)) })
    return StoredRows(
      file, element, start, rows: wanted.count, columns, first: 0, order: places, KnownRange(nil))
  }

  /// The row of the file that a row is.
  func place(ofRow row: Int) -> Int {
    precondition(0 <= row && row < rows, "row \(row) of \(rows)")
    return order.map { Int($0.pointer[first + row]) } ?? first + row
  }

  /// Throws where the file was cut, written to, or could not be read.
  public func requireIntact() throws { try file.requireIntact() }
}
