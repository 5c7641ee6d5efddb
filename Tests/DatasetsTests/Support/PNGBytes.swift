@testable import StrataDatasets

/// A PNG file of shades of grey whose pixels are stored, not compressed; for a few thousand pixels.
func png(_ picture: Picture) -> [UInt8] {
  let rows = (0..<picture.height).flatMap { row in
    [0] + picture.pixels[row * picture.width..<(row + 1) * picture.width]
  }
  let length = UInt16(rows.count)
  let stored =
    [0x78, 0x01, 1] + bytes(of: length.byteSwapped) + bytes(of: (~length).byteSwapped) + rows
    + bytes(of: adler32(rows))
  let header = bytes(of: UInt32(picture.width)) + bytes(of: UInt32(picture.height)) + [8, 0, 0, 0, 0]
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + chunk("IHDR", header) + chunk("IDAT", stored)
    + chunk("IEND", [])
}

private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
  let named = Array(name.utf8) + content
  return bytes(of: UInt32(content.count)) + named + bytes(of: crc32(named))
}

/// The most significant byte first.
private func bytes<Number: FixedWidthInteger>(of number: Number) -> [UInt8] {
  (1...Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (Number.bitWidth - 8 * $0)) }
}

/// The checksum of RFC 1950, section 9.
private func adler32(_ bytes: [UInt8]) -> UInt32 {
  let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
    let a = (sums.0 + UInt32(byte)) % 65_521
    return (a, (sums.1 + a) % 65_521)
  }
  return b << 16 | a
}
