/// The type of an array's elements: what NumPy's `descr` says, without the order of the bytes.
public enum NPYElement: Hashable, Sendable {
  /// A byte, 0 or 1.
  case bool
  /// A whole number of 1, 2, 4 or 8 bytes.
  case integer(bytes: Int, isSigned: Bool)
  /// A number of IEEE 754 of 2, 4 or 8 bytes.
  case float(bytes: Int)
  /// Text of at most so many Unicode scalars, four bytes each (`<U5`).
  case text(scalars: Int)
  /// Text of at most so many bytes, UTF-8 (`|S5`).
  case bytes(count: Int)

  /// `uint8`.
  public static let byte = NPYElement.integer(bytes: 1, isSigned: false)

  /// The bytes of an element.
  public var size: Int {
    switch self {
    case .bool: 1
    case .integer(let bytes, _), .float(let bytes): bytes
    case .text(let scalars): 4 * scalars
    case .bytes(let count): count
    }
  }

  /// True for numbers, and for truth, which is 0 or 1.
  public var isNumber: Bool {
    switch self {
    case .bool, .integer, .float: true
    case .text, .bytes: false
    }
  }

  /// As NumPy calls it: `uint8`, `float32`, `text of 5 letters`.
  public var title: String {
    switch self {
    case .bool: "bool"
    case .integer(let bytes, let isSigned): "\(isSigned ? "int" : "uint")\(8 * bytes)"
    case .float(let bytes): "float\(8 * bytes)"
    case .text(let scalars): "text of \(scalars) letters"
    case .bytes(let count): "text of \(count) bytes"
    }
  }
}

extension NPYElement {
  /// The longest text of an element that is read, in bytes.
  static let longestText = 1 << 16

  /// From a `descr` such as `<f4`; nil for a type that is not read.
  init?(description: String) {
    var rest = description[...]
    guard let order = rest.popFirst(), "<>|=".contains(order), let kind = rest.popFirst(),
      rest.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(rest), count > 0
    else { return nil }
    // Only what is a single byte, or a row of them, has no order.
    guard order != "|" || count == 1 || kind == "S" else { return nil }
    switch (kind, count) {
    case ("b", 1): self = .bool
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): self = .integer(bytes: count, isSigned: true)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): self = .integer(bytes: count, isSigned: false)
    case ("f", 2), ("f", 4), ("f", 8): self = .float(bytes: count)
    case ("U", 1...Self.longestText / 4): self = .text(scalars: count)
    case ("S", 1...Self.longestText): self = .bytes(count: count)
    default: return nil
    }
  }

  /// The `descr` of elements in this order of bytes.
  func description(isBigEndian: Bool) -> String {
    let order = isBigEndian ? ">" : "<"
    return switch self {
    case .bool: "|b1"
    case .integer(1, let isSigned): isSigned ? "|i1" : "|u1"
    case .integer(let bytes, let isSigned): "\(order)\(isSigned ? "i" : "u")\(bytes)"
    case .float(let bytes): "\(order)f\(bytes)"
    case .text(let scalars): "\(order)U\(scalars)"
    case .bytes(let count): "|S\(count)"
    }
  }
}
