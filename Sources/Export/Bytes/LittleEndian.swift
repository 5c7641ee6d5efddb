extension [UInt8] {
  /// Appends the bytes of Float32 numbers, the least significant byte of each first.
  package mutating func append(littleEndian numbers: [Float]) {
    #if _endian(little)
      numbers.withUnsafeBytes { append(contentsOf: $0) }
    #else
      for number in numbers { append(littleEndian: number.bitPattern) }
    #endif
  }

  /// Appends the bytes of an integer, the least significant first.
  package mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
