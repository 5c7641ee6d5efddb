public import StrataLinearAlgebra

/// Examples as their files hold them: bytes from 0 to 255, or numbers.
public enum RawValues: Sendable {
  /// A byte for each column, as image files have them.
  case bytes(ByteMatrix)
  /// A number for each column.
  case numbers(Matrix)

  /// The number of examples.
  public var rows: Int {
    switch self {
    case .bytes(let bytes): bytes.rows
    case .numbers(let numbers): numbers.rows
    }
  }

  /// The number of columns of each.
  public var columns: Int {
    switch self {
    case .bytes(let bytes): bytes.columns
    case .numbers(let numbers): numbers.columns
    }
  }
}
