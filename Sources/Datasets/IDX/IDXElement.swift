/// The types that the elements of an IDX file can have, by their number in its header.
enum IDXElement: UInt8, CaseIterable {
  case unsignedByte = 0x08
  case signedByte = 0x09
  case short = 0x0B
  case int = 0x0C
  case float = 0x0D
  case double = 0x0E

  /// Bytes of an element.
  var size: Int {
    switch self {
    case .unsignedByte, .signedByte: 1
    case .short: 2
    case .int, .float: 4
    case .double: 8
    }
  }

  /// In words.
  var title: String {
    switch self {
    case .unsignedByte: "unsigned bytes"
    case .signedByte: "signed bytes"
    case .short: "16-bit integers"
    case .int: "32-bit integers"
    case .float: "32-bit floats"
    case .double: "64-bit floats"
    }
  }
}

extension IDXArray {
  /// The elements as Float32.
  var numbers: [Float] {
    bytes.withUnsafeBytes { bytes in
      func map<Bits: FixedWidthInteger>(_: Bits.Type, _ value: (Bits) -> Float) -> [Float] {
        (0..<bytes.count / MemoryLayout<Bits>.size).map {
          value(
            Bits(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Bits>.size, as: Bits.self)))
        }
      }
      return switch element {
      case .unsignedByte: map(UInt8.self) { Float($0) }
      case .signedByte: map(Int8.self) { Float($0) }
      case .short: map(Int16.self) { Float($0) }
      case .int: map(Int32.self) { Float($0) }
      case .float: map(UInt32.self) { Float(bitPattern: $0) }
      case .double: map(UInt64.self) { Float(Double(bitPattern: $0)) }
      }
    }
  }
}
