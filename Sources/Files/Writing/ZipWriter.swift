#if STRATA_ZLIB
  /// Makes ZIP archives of stored members (PKWARE's APPNOTE): equal members give equal bytes, whenever they are
  /// written.
  package enum ZipWriter {
    /// The day that every member bears, 1 January 1980, as `DOS` counts them; the format knows none before.
    private static let date: UInt16 = 1 << 5 | 1
    /// Version 2.0 of the format, and the flag that says that names are UTF-8.
    private static let version: UInt16 = 20
    private static let utf8: UInt16 = 1 << 11

    /// An archive, in pieces that follow one another.
    ///
    /// - Throws: `InputError` when it would be larger than 4 GiB or have more than 65,535 members.
    package static func archive(
      _ members: [(name: String, content: [UInt8])], at place: String
    ) throws(InputError) -> [[UInt8]] {
      let size = members.reduce(22) { $0 + $1.content.count + 2 * $1.name.utf8.count + 76 }
      guard size < Int(UInt32.max), members.count <= 0xffff,
        members.allSatisfy({ $0.name.utf8.count <= 0xffff })
      else {
        throw InputError(
          .cannotWrite, at: place, expected: "an archive below 4 GiB with at most 65,535 members",
          found: "\(size) bytes, \(members.count) members", advice: "write several, or a folder")
      }
      var pieces: [[UInt8]] = []
      var list: [UInt8] = []
      var offset = 0
      for (name, content) in members {
        let fields = fields(name, content)
        let header =
          [0x50, 0x4b, 3, 4] + littleEndian(version) + fields + littleEndian(0 as UInt16) + name.utf8
        pieces += [header, content]
        // Made by version 2.0, no comment, first disk, no attributes.
        list += [0x50, 0x4b, 1, 2] + littleEndian(version) + littleEndian(version) + fields
        list += [UInt8](repeating: 0, count: 12) + littleEndian(UInt32(offset)) + name.utf8
        offset += header.count + content.count
      }
      let count = littleEndian(UInt16(members.count))
      let end: [UInt8] =
        [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count + count + littleEndian(UInt32(list.count))
        + littleEndian(UInt32(offset)) + [0, 0]
      return pieces + [list, end]
    }

    /// What the local header and the list have in common: flags, method 0, time and date, CRC, sizes, name's length.
    private static func fields(_ name: String, _ content: [UInt8]) -> [UInt8] {
      let size = littleEndian(UInt32(content.count))
      var fields = littleEndian(utf8) + [0, 0, 0, 0] + littleEndian(date)
      fields += littleEndian(ZipChecksum.crc32(content[...])) + size + size
      return fields + littleEndian(UInt16(name.utf8.count))
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }
#else
  /// Stands for the writer of ZIP archives in a build without zlib.
  package enum ZipWriter {
    /// - Throws: `InputError`, always.
    package static func archive(
      _ members: [(name: String, content: [UInt8])], at place: String
    ) throws(InputError) -> [[UInt8]] {
      throw InputError(
        .unavailable, at: place, expected: "a build with zlib to write an archive", found: "one without",
        advice: "build with the trait Zlib, or write a folder")
    }
  }
#endif
