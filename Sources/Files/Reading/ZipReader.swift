#if STRATA_ZLIB
  internal import CStrataZlib
#endif

/// The members of a ZIP archive, stored or deflated, as NumPy's `.npz` files are.
///
/// What a member holds is proven by its length and its CRC. Deflate expands at most 1,032 times, and a member that
/// claims more is refused before memory is taken; members may not share bytes, so that all of them together expand no
/// further.
package struct ZipReader: Sendable {
  /// True when this build reads ZIP archives.
  #if STRATA_ZLIB
    package static let isAvailable = true
  #else
    package static let isAvailable = false
  #endif

  /// One file of an archive.
  package struct Member: Sendable, Hashable {
    package let name: String
    /// The bytes that it holds, and those that it takes in the archive.
    package let size: Int
    package let compressedSize: Int
    /// Where its local header lies.
    let offset: Int
    /// 0 when stored, 8 when deflated.
    let method: Int
    let checksum: UInt32
  }

  /// The archive, as errors name it.
  package let path: String
  /// What it holds, in the order of its list.
  package let members: [Member]
  private let bytes: [UInt8]
  private let advice: Wording

  /// Reads the list of members.
  ///
  /// - Throws: `InputError` when the bytes are no whole archive, or when this build has no zlib.
  package init(_ bytes: [UInt8], at path: String, advice: Wording) throws(InputError) {
    guard Self.isAvailable else {
      throw InputError(
        .unavailable, at: path, expected: "files without compression, as this build has no zlib",
        found: "a ZIP archive", advice: "build with the trait Zlib, or unpack it")
    }
    (self.bytes, self.path, self.advice) = (bytes, path, advice)
    members = try ZipDirectory(bytes, at: path, advice: advice).members()
  }

  /// The content of a member. One that is stored shares the archive's memory.
  ///
  /// - Parameter limit: no more than so many of its first bytes are wanted; these are not proven by the checksum.
  package func content(of member: Member, limit: Int? = nil) throws(InputError) -> ArraySlice<UInt8> {
    let data = try data(of: member)
    let size = min(member.size, limit ?? member.size)
    let content =
      switch member.method {
      case 0: data.prefix(size)
      case 8: try inflated(data, of: member, size: size)
      default:
        throw damaged(member, "members that are stored or deflated", "method \(member.method)")
      }
    guard member.method != 0 || member.size == member.compressedSize else {
      throw damaged(member, "\(member.size) bytes, as its list says", "\(member.compressedSize)")
    }
    if size == member.size {
      guard checksum(of: content) == member.checksum else {
        throw damaged(member, "the checksum that its list says", "another")
      }
    }
    return content
  }

  /// What lies behind the local header.
  private func data(of member: Member) throws(InputError) -> ArraySlice<UInt8> {
    let directory = ZipDirectory(bytes, at: path, advice: advice)
    let start = member.offset
    guard start + 30 <= bytes.count, directory.has("PK\u{3}\u{4}", at: start) else {
      throw damaged(member, "its header at \(start)", "something else")
    }
    let data = start + 30 + directory.number(2, at: start + 26) + directory.number(2, at: start + 28)
    guard data + member.compressedSize <= bytes.count else {
      throw damaged(member, "\(member.compressedSize) bytes of it", "the end of the file")
    }
    return bytes[data..<data + member.compressedSize]
  }

  private func damaged(_ member: Member, _ expected: String, _ found: String) -> InputError {
    InputError(
      .malformedData, at: "\(path), \(member.name)", expected: expected, found: found, advice: advice)
  }
}

#if STRATA_ZLIB
  extension ZipReader {
    private func inflated(
      _ data: ArraySlice<UInt8>, of member: Member, size: Int
    ) throws(InputError) -> ArraySlice<UInt8> {
      guard member.size <= data.count * GzipReader.largestRatio else {
        throw damaged(
          member, "\(member.size) bytes, as its list says",
          "\(data.count) compressed bytes, which cannot hold so many")
      }
      try ObtainableMemory.require(size, at: path)
      var problem: String?
      let isWhole = size == member.size
      let result = [UInt8](unsafeUninitializedCapacity: size) { output, count in
        data.withUnsafeBufferPointer { input in
          (count, problem) = Self.inflate(input, into: output, isWhole: isWhole)
        }
      }
      if let problem { throw damaged(member, "intact deflated data", problem) }
      guard result.count == size else {
        throw damaged(member, "\(size) bytes, as its list says", "\(result.count)")
      }
      return result[...]
    }

    /// Inflates raw data (RFC 1951); `isWhole` when nothing may be left of it. Returns how many bytes came out, and
    /// what was wrong.
    private static func inflate(
      _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>, isWhole: Bool
    ) -> (Int, String?) {
      // On the heap, because zlib keeps the address of the stream that it was initialised with.
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      defer { stream.deallocate() }
      // No header: 15 bits of window, negative.
      guard inflateInit2_(stream, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
        return (0, "zlib that refuses")
      }
      defer { inflateEnd(stream) }
      // zlib counts with 32 bits, so both sides are handed to it in pieces.
      let piece = 1 << 30
      var (taken, made) = (0, 0)
      // One byte that nobody wants, so that more data than the list says is noticed.
      var spare: UInt8 = 0
      while isWhole || made < output.count {
        let (available, room) = (min(piece, input.count - taken), min(piece, output.count - made))
        let status = withUnsafeMutablePointer(to: &spare) { spare in
          stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + taken })
          stream.pointee.avail_in = UInt32(available)
          stream.pointee.next_out = room > 0 ? output.baseAddress.map { $0 + made } : spare
          stream.pointee.avail_out = UInt32(max(room, 1))
          return CStrataZlib.inflate(stream, Z_NO_FLUSH)
        }
        taken += available - Int(stream.pointee.avail_in)
        let new = max(room, 1) - Int(stream.pointee.avail_out)
        if room == 0 && new > 0 { return (made, "more bytes than its list says") }
        made += new
        switch status {
        case Z_STREAM_END:
          return (made, taken == input.count ? nil : "more bytes after the end of the data")
        case Z_OK: continue
        case Z_BUF_ERROR: return (made, "data that ends in the middle")
        default:
          return (made, "damaged data (\(stream.pointee.msg.map { String(cString: $0) } ?? "?"))")
        }
      }
      return (made, nil)
    }

    private func checksum(of content: ArraySlice<UInt8>) -> UInt32 { ZipChecksum.crc32(content) }
  }
#else
  extension ZipReader {
    private func inflated(
      _ data: ArraySlice<UInt8>, of member: Member, size: Int
    ) throws(InputError) -> ArraySlice<UInt8> {
      throw damaged(member, "a build with zlib", "one without")
    }

    private func checksum(of content: ArraySlice<UInt8>) -> UInt32 { 0 }
  }
#endif
