public import StrataLinearAlgebra

/// Examples as their files hold them: bytes from 0 to 255, or numbers.
public enum RawValues: Sendable {
  /// A byte for each column, as image files have them.
  case bytes(ByteMatrix)
  /// A number for each column.
  case numbers(Matrix)
  /// Bytes or numbers that stay in their file: more than fit into memory.
  case stored(StoredRows)

  /// The number of examples.
  public var rows: Int {
    switch self {
    case .bytes(let bytes): bytes.rows
    case .numbers(let numbers): numbers.rows
    case .stored(let stored): stored.rows
    }
  }

  /// The number of columns of each.
  public var columns: Int {
    switch self {
    case .bytes(let bytes): bytes.columns
    case .numbers(let numbers): numbers.columns
    case .stored(let stored): stored.columns
    }
  }
}

extension RawValues {
  /// One raw number: a byte as 0 to 255. Of numbers in a file each is read by itself; see `eachPiece`.
  subscript(row: Int, column: Int) -> Float {
    switch self {
    case .bytes(let bytes): Float(bytes.bytes[bytes.bytes.startIndex + row * bytes.columns + column])
    case .numbers(let numbers): numbers[row, column]
    case .stored(let stored): stored.piece(row..<row + 1)[0, column]
    }
  }

  /// True for bytes, in memory or in a file.
  var areBytes: Bool {
    switch self {
    case .bytes: true
    case .numbers: false
    case .stored(let stored): stored.element == .byte
    }
  }

  /// The least and the largest number of each column; infinity and its negative where there are no rows.
  func limits(of rows: Range<Int>) -> (low: [Float], high: [Float]) {
    switch self {
    case _ where rows.isEmpty || columns == 0:
      return (
        [Float](repeating: .infinity, count: columns), [Float](repeating: -.infinity, count: columns)
      )
    case .bytes(let bytes):
      let start = bytes.bytes.startIndex + rows.lowerBound * columns
      let (low, high) = bytes.bytes[start..<start + rows.count * columns].limits(columns: columns)
      return (low.map(Float.init), high.map(Float.init))
    case .numbers(let numbers):
      return numbers.elements[rows.lowerBound * columns..<rows.upperBound * columns].limits(columns: columns)
    case .stored:
      var (low, high) = (
        [Float](repeating: .infinity, count: columns), [Float](repeating: -.infinity, count: columns)
      )
      eachPiece(of: rows) { piece, rows in
        let next = piece.limits(of: rows)
        for column in 0..<columns {
          low[column] = min(low[column], next.low[column])
          high[column] = max(high[column], next.high[column])
        }
      }
      return (low, high)
    }
  }

  /// Some of the rows in another order.
  func gathered(_ rows: [Int]) -> RawValues {
    switch self {
    case .bytes(let bytes):
      let gathered = [UInt8](unsafeUninitializedCapacity: rows.count * columns) { buffer, count in
        bytes.bytes.withUnsafeBufferPointer { source in
          guard let from = source.baseAddress, let to = buffer.baseAddress else { return }
          for (index, row) in rows.enumerated() {
            (to + index * columns).initialize(from: from + row * columns, count: columns)
          }
        }
        count = rows.count * columns
      }
      return .bytes(ByteMatrix(rows: rows.count, columns: columns, gathered))
    case .numbers(let numbers):
      var gathered: [Float] = []
      gathered.reserveCapacity(rows.count * columns)
      for row in rows { gathered += numbers.row(row) }
      return .numbers(Matrix(rows: rows.count, columns: columns, gathered))
    case .stored(let stored): return .stored(stored.gathered(rows))
    }
  }

  /// These rows and others of the same columns after them; bytes beside numbers become numbers.
  ///
  /// - Throws: `InputError` where those that stay in a file do not fit into memory, or cannot be read.
  package func appending(_ other: RawValues) throws -> RawValues {
    let (one, other) = (try inMemory(), try other.inMemory())
    return switch (one, other) {
    case (.bytes(let left), .bytes(let right)):
      .bytes(ByteMatrix(rows: left.rows + right.rows, columns: columns, Array(left.bytes) + right.bytes))
    default:
      .numbers(
        Matrix(
          rows: rows + other.rows, columns: columns,
          try one.numbers().elements + other.numbers().elements))
    }
  }

  /// The raw numbers as Float32, in memory.
  func numbers() throws -> Matrix {
    switch try inMemory() {
    case .bytes(let bytes): Matrix(rows: rows, columns: columns, bytes.bytes.map { Float($0) })
    case .numbers(let numbers): numbers
    case .stored(let stored): stored.matrix
    }
  }
}

extension ArraySlice where Element: Comparable {
  /// The least and the largest of each column of rows that follow each other; there is one row at least.
  fileprivate func limits(columns: Int) -> (low: [Element], high: [Element]) {
    var (low, high) = (Array(prefix(columns)), Array(prefix(columns)))
    withUnsafeBufferPointer { elements in
      for row in stride(from: columns, to: elements.count, by: columns) {
        for column in 0..<columns {
          low[column] = Swift.min(low[column], elements[row + column])
          high[column] = Swift.max(high[column], elements[row + column])
        }
      }
    }
    return (low, high)
  }
}
