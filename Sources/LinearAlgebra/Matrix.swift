/// A row-major matrix of Float32 with value semantics.
///
/// ```swift
/// var weight = Matrix(rows: 784, columns: 1000)
/// weight[3, 7] = 0.5
/// ```
public struct Matrix: Sendable, Equatable {
  /// The number of rows; in a batch, one row is one example.
  public let rows: Int
  /// The number of columns; in a batch, one column is one feature.
  public let columns: Int
  /// The elements, row after row: `rows × columns` of them.
  public private(set) var elements: [Float]

  /// A matrix of `rows × columns` copies of `value`.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    elements = [Float](repeating: value, count: rows * columns)
  }

  /// A matrix from its elements, row after row. Traps unless there are `rows × columns` of them.
  public init(rows: Int, columns: Int, _ elements: [Float]) {
    precondition(
      elements.count == rows * columns,
      "\(elements.count) elements for a matrix of \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix from its rows. Traps unless they are equally long.
  public init(_ rows: [[Float]]) {
    precondition(rows.allSatisfy { $0.count == rows[0].count }, "rows of unequal length")
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, rows.flatMap { $0 })
  }

  /// The number of elements.
  public var count: Int { elements.count }

  /// The shape as it is printed everywhere: `784 × 1000`.
  public var shape: Shape { Shape(rows: rows, columns: columns) }

  /// One element.
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(contains(row, column), "[\(row), \(column)] of a matrix of \(shape)")
      return elements[row * columns + column]
    }
    set {
      precondition(contains(row, column), "[\(row), \(column)] of a matrix of \(shape)")
      elements[row * columns + column] = newValue
    }
  }

  /// One row.
  public func row(_ row: Int) -> ArraySlice<Float> {
    elements[row * columns..<(row + 1) * columns]
  }

  /// One column, copied.
  public func column(_ column: Int) -> [Float] {
    (0..<rows).map { elements[$0 * columns + column] }
  }

  /// True when no element is infinite or not a number.
  package var isFinite: Bool { elements.withUnsafeBufferPointer(\.isFinite) }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    0 <= row && row < rows && 0 <= column && column < columns
  }

  /// Hands out the elements in place, as the kernels see them.
  package mutating func withWindow<R>(_ body: (Window) throws -> R) rethrows -> R {
    let (rows, columns) = (rows, columns)
    return try elements.withUnsafeMutableBufferPointer { buffer in
      // An empty array has no address; any aligned one will do for no elements.
      let start = buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: 64)!
      return try body(
        Window(unsafe: start, rows: rows, columns: columns, stride: columns, ownedBy: buffer))
    }
  }
}

/// Rows × columns.
public struct Shape: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  /// The shape of `rows × columns`.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The number of elements.
  public var count: Int { rows * columns }
  /// For example `784 × 1000`.
  public var description: String { "\(rows) × \(columns)" }
}

extension UnsafeBufferPointer<Float> {
  /// True when no element is infinite or not a number.
  var isFinite: Bool {
    // Exponents of ones alone; without a branch, so that it is as fast as reading.
    let exponent: UInt32 = 0x7F80_0000
    var found = false
    for element in self { found = found || element.bitPattern & exponent == exponent }
    return !found
  }
}

extension Matrix: CustomStringConvertible {
  /// Its shape, not its elements: `Matrix 784 × 1000`.
  public var description: String { "Matrix \(shape)" }
}
