internal import StrataFiles

// For the files of this folder alone; nothing else uses it.

/// A ZIP file of entries that are stored as they are, all dated 1980-01-01: equal entries give equal bytes.
///
/// The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
struct StoredZip {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Adds an entry.
  ///
  /// - Throws: `InputError` when it does not fit into a file of this format any more.
  mutating func add(_ name: String, _ content: [UInt8]) throws(InputError) {
    // Where the central directory says that the entry begins; the whole is checked again at the end.
    try Self.check(size: bytes.count + content.count, count: count)
    let offset = UInt32(bytes.count)
    var common: [UInt8] = []
    // Version 2.0, no flags, stored, midnight, the first of January 1980.
    for number: UInt16 in [20, 0, 0, 0, 1 << 5 | 1] { common.append(littleEndian: number) }
    common.append(littleEndian: CRC32.of(content))
    common.append(littleEndian: UInt32(content.count))
    common.append(littleEndian: UInt32(content.count))
    common.append(littleEndian: UInt16(name.utf8.count))
    common.append(littleEndian: UInt16(0))

    bytes.append(littleEndian: 0x0403_4b50 as UInt32)
    bytes += common
    bytes += name.utf8
    bytes += content

    directory.append(littleEndian: 0x0201_4b50 as UInt32)
    directory.append(littleEndian: 20 as UInt16)
    directory += common
    // No comment, disk 0, attributes of neither kind.
    directory += Array(repeating: 0, count: 10)
    directory.append(littleEndian: offset)
    directory += name.utf8
    count += 1
  }

  /// The file.
  ///
  /// - Throws: `InputError` when it would be larger than this format can hold.
  func finished() throws(InputError) -> [UInt8] {
    try Self.check(size: bytes.count + directory.count, count: count)
    var end: [UInt8] = []
    end.append(littleEndian: 0x0605_4b50 as UInt32)
    for number in [0, 0, UInt16(count), UInt16(count)] { end.append(littleEndian: number) }
    end.append(littleEndian: UInt32(directory.count))
    end.append(littleEndian: UInt32(bytes.count))
    end.append(littleEndian: UInt16(0))
    return bytes + directory + end
  }

  /// Throws unless sizes and numbers of entries fit into their fields.
  static func check(size: Int, count: Int) throws(InputError) {
    guard size < Int(UInt32.max), count < Int(UInt16.max) else {
      throw InputError(
        .unavailable, at: "model.npz", expected: "a file below 4 GiB with fewer than 65,535 arrays",
        found: "\(size) bytes and \(count) arrays", advice: "take a narrower model")
    }
  }
}

/// The checksum of ZIP entries: the polynomial 0xEDB88320, bits reversed.
private enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    let table = table
    return ~bytes.reduce(~0 as UInt32) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }
}
