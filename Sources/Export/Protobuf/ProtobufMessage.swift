/// A message of Protocol Buffers that is to be written: its fields, in the order in which they will stand in the file.
///
/// The format is that of https://protobuf.dev/programming-guides/encoding. Equal messages give equal bytes. What a
/// message takes in the file is known before any of it is written, and numbers of tensors are kept where they are.
struct ProtobufMessage {
  /// The fields.
  let fields: [Field]
  /// Bytes that it takes.
  let size: Int

  /// A message of these fields.
  init(_ fields: [Field]) {
    self.fields = fields
    size = fields.reduce(0) { $0 + $1.size }
  }

  /// A field: its number in the message's definition, and its value.
  struct Field {
    let number: Int
    let value: Value

    init(_ number: Int, _ value: Value) {
      self.number = number
      self.value = value
    }
  }

  /// What a field holds.
  enum Value {
    /// `int32`, `int64` or an `enum`: a varint.
    case integer(Int)
    /// `float`: four bytes.
    case float(Float)
    /// `string`.
    case text(String)
    /// `bytes`.
    case bytes([UInt8])
    /// `bytes` that are Float32, little-endian.
    case floats([Float])
    /// Another message.
    case message(ProtobufMessage)
  }

  /// How the bytes of a value are told from what follows them.
  enum WireType: UInt64 {
    case varint = 0
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// The message's bytes.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    for field in fields { field.write(to: &bytes) }
  }
}

extension ProtobufMessage.Field {
  private var tag: UInt64 { UInt64(number) << 3 | value.wireType.rawValue }

  /// Bytes that it takes, its number included.
  var size: Int {
    let payload = value.size
    let length = value.wireType == .lengthDelimited ? varintSize(UInt64(payload)) : 0
    return varintSize(tag) + length + payload
  }

  fileprivate func write(to bytes: inout [UInt8]) {
    appendVarint(tag, to: &bytes)
    if value.wireType == .lengthDelimited { appendVarint(UInt64(value.size), to: &bytes) }
    switch value {
    case .integer(let integer): appendVarint(UInt64(bitPattern: Int64(integer)), to: &bytes)
    case .float(let float): bytes.append(littleEndian: [float])
    case .text(let text): bytes += text.utf8
    case .bytes(let content): bytes += content
    case .floats(let floats): bytes.append(littleEndian: floats)
    case .message(let message): message.write(to: &bytes)
    }
  }
}

extension ProtobufMessage.Value {
  fileprivate var wireType: ProtobufMessage.WireType {
    switch self {
    case .integer: .varint
    case .float: .fixed32
    case .text, .bytes, .floats, .message: .lengthDelimited
    }
  }

  /// Bytes of the value alone.
  fileprivate var size: Int {
    switch self {
    case .integer(let integer): varintSize(UInt64(bitPattern: Int64(integer)))
    case .float: 4
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .floats(let floats): 4 * floats.count
    case .message(let message): message.size
    }
  }
}

/// Seven bits to a byte, the least significant first; the eighth says that more follow.
private func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
  var rest = value
  while rest >= 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  bytes.append(UInt8(rest))
}

private func varintSize(_ value: UInt64) -> Int {
  max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 6) / 7)
}
