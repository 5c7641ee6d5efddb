/// Protocol Buffers, read again by their definition and by nothing of the writer's.
struct ProtobufReader {
  enum Value: Equatable {
    case varint(UInt64)
    case fixed32(UInt32)
    case bytes([UInt8])

    var integer: Int? { if case .varint(let value) = self { Int(Int64(bitPattern: value)) } else { nil } }
    var content: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    var text: String? { content.flatMap { String(validating: $0, as: UTF8.self) } }
  }

  struct Malformed: Error {}

  /// The fields of a message, in the order of the file.
  let fields: [(number: Int, value: Value)]

  init(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    func varint() throws -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 70, by: 7) {
        guard let byte = rest.popFirst() else { throw Malformed() }
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 {
          // The shortest form: the last byte of several is not zero.
          if shift > 0 && byte == 0 { throw Malformed() }
          return value
        }
      }
      throw Malformed()
    }
    func take(_ count: UInt64) throws -> [UInt8] {
      guard count <= UInt64(rest.count) else { throw Malformed() }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
    var fields: [(Int, Value)] = []
    while !rest.isEmpty {
      let tag = try varint()
      let value: Value
      switch tag & 7 {
      case 0: value = .varint(try varint())
      case 2: value = .bytes(try take(try varint()))
      case 5: value = .fixed32(try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
      default: throw Malformed()
      }
      fields.append((Int(tag >> 3), value))
    }
    self.fields = fields
  }

  /// The values of a field, in order.
  subscript(number: Int) -> [Value] { fields.filter { $0.number == number }.map(\.value) }

  /// The texts of a field.
  func texts(_ number: Int) -> [String] { self[number].compactMap(\.text) }

  /// The messages of a field.
  func messages(_ number: Int) throws -> [ProtobufReader] {
    try self[number].compactMap(\.content).map { try ProtobufReader($0) }
  }
}
