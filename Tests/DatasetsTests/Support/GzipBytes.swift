/// A gzip file (RFC 1952) whose content is stored, not compressed (RFC 1951, section 3.2.4).
func gzip(_ content: [UInt8]) -> [UInt8] {
  let blocks = stride(from: 0, to: max(content.count, 1), by: 65_535).flatMap { start -> [UInt8] in
    let end = min(start + 65_535, content.count)
    let length = UInt16(end - start)
    let isLast: UInt8 = end == content.count ? 1 : 0
    return [isLast] + littleEndian(length) + littleEndian(~length) + content[start..<end]
  }
  return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] + blocks + littleEndian(crc32(content))
    + littleEndian(UInt32(content.count))
}

private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// The checksum of RFC 1952, section 8, a bit at a time.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { crc, byte in
    (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
  }
}
