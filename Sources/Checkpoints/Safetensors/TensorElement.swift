#if _endian(big)
  #error("Tensors are little-endian and copied as they lie in memory.")
#endif

/// A number that a tensor can be made of and taken apart into.
package protocol TensorElement: BitwiseCopyable, Sendable {
  /// The type of a tensor of such elements.
  static var tensorType: TensorType { get }
}

extension Float: TensorElement {
  /// `F32`.
  package static var tensorType: TensorType { .float32 }
}

extension Double: TensorElement {
  /// `F64`.
  package static var tensorType: TensorType { .float64 }
}

extension UInt8: TensorElement {
  /// `U8`.
  package static var tensorType: TensorType { .uint8 }
}

extension Int64: TensorElement {
  /// `I64`.
  package static var tensorType: TensorType { .int64 }
}

extension UInt64: TensorElement {
  /// `U64`.
  package static var tensorType: TensorType { .uint64 }
}

/// The upper half of a Float32: its sign, its 8 bits of exponent, and 7 of its fraction.
package struct BFloat16: TensorElement, Hashable {
  /// The bits.
  package let bitPattern: UInt16

  /// A number from its bits.
  package init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// The nearest number; of two as near, the even one. "Not a number" stays so.
  package init(_ value: Float) {
    let bits = value.bitPattern
    if value.isNaN {
      // Rounding could carry a fraction into the exponent, or drop all that makes it "not a number".
      bitPattern = UInt16(bits >> 16) | 0x40
    } else {
      bitPattern = UInt16((bits + 0x7fff + (bits >> 16 & 1)) >> 16)
    }
  }

  /// The same number, exactly.
  package var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }

  /// `BF16`.
  package static var tensorType: TensorType { .bfloat16 }
}
