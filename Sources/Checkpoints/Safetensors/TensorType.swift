/// The types of elements that safetensors know, in the order of the reference implementation.
///
/// A file is laid out by it, the last first, so that every tensor lies on a multiple of its element's
/// size. Types of less than a byte (`F4`, `F6_…`) are not read.
package enum TensorType: String, Sendable, CaseIterable, Comparable {
  /// One byte, 0 or 1.
  case boolean = "BOOL"
  /// Unsigned, one byte.
  case uint8 = "U8"
  /// Signed, one byte.
  case int8 = "I8"
  /// One byte: 5 bits of exponent, 2 of fraction.
  case float8E5M2 = "F8_E5M2"
  /// One byte: 4 bits of exponent, 3 of fraction.
  case float8E4M3 = "F8_E4M3"
  /// One byte: 8 bits of exponent.
  case float8E8M0 = "F8_E8M0"
  /// One byte: 4 bits of exponent, 3 of fraction, no negative zero.
  case float8E4M3UnsignedZero = "F8_E4M3FNUZ"
  /// One byte: 5 bits of exponent, 2 of fraction, no negative zero.
  case float8E5M2UnsignedZero = "F8_E5M2FNUZ"
  /// Signed, two bytes.
  case int16 = "I16"
  /// Unsigned, two bytes.
  case uint16 = "U16"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of a `float32`.
  case bfloat16 = "BF16"
  /// Signed, four bytes.
  case int32 = "I32"
  /// Unsigned, four bytes.
  case uint32 = "U32"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// Two of `float32`: real, imaginary.
  case complex64 = "C64"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// Signed, eight bytes.
  case int64 = "I64"
  /// Unsigned, eight bytes.
  case uint64 = "U64"

  /// Bytes in an element.
  package var size: Int {
    switch self {
    case .boolean, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3UnsignedZero,
      .float8E5M2UnsignedZero:
      1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .complex64, .float64, .int64, .uint64: 8
    }
  }

  /// True when `left` is earlier in the list: the order of alignment.
  package static func < (left: TensorType, right: TensorType) -> Bool { left.order < right.order }

  private static let orders = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
  private var order: Int { Self.orders[self] ?? 0 }

  /// Bytes in a tensor of a shape; nil when the number does not fit `Int`.
  func byteCount(of shape: [Int]) -> Int? {
    var count = 1
    for length in shape + [size] {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return count
  }
}
