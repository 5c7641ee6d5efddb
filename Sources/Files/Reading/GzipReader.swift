#if STRATA_ZLIB
  internal import CStrataZlib

  /// The inflated content of a gzip file (RFC 1952), a buffer at a time; every checksum is verified.
  ///
  /// It inflates no further than it is asked to, so a file that would expand without end costs only what
  /// the caller reads.
  package struct GzipReader: ~Copyable, ByteSource {
    /// True when this build reads gzip.
    package static let isAvailable = true

    /// Deflate cannot expand further: 258 bytes from two bits (RFC 1951, section 3.2.5).
    package static let largestRatio = 1032

    /// The most that is unpacked into memory: 2 GiB.
    package static let largestContent = 1 << 31

    package private(set) var file: FileReader
    // On the heap, because zlib keeps the address of the stream that it was initialised with.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var isAtEnd = false

    package var path: String { file.path }

    /// Takes over a file that begins like a gzip file.
    package init(_ file: consuming FileReader) throws {
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      input = .allocate(byteCount: 1 << 16, alignment: 16)
      self.file = file
      // 15 bits of window; 16 more ask for the gzip format and nothing else.
      let status = inflateInit2_(
        stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
      guard status == Z_OK else {
        throw InputError(
          .unavailable, at: path, expected: "zlib \(ZLIB_VERSION) to inflate it",
          found: "zlib \(String(cString: zlibVersion())) that refuses (status \(status))",
          advice: "rebuild, or gunzip the file")
      }
    }

    deinit {
      inflateEnd(stream)
      stream.deallocate()
      input.deallocate()
    }

    package func requireContent(of count: Int) throws {
      guard count <= Self.largestContent else {
        throw InputError(
          .malformedData, at: path, expected: "at most \(Self.largestContent) bytes in a compressed file",
          found: "a header that says \(count)", advice: "unpack it with gunzip")
      }
      guard count <= file.size * Self.largestRatio else {
        throw InputError(
          .malformedData, at: path, expected: "\(count) bytes, as its header says",
          found: "\(file.size) compressed bytes, which cannot hold so many", advice: file.advice)
      }
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = UInt32(buffer.count)
      while stream.pointee.avail_out > 0 && !isAtEnd {
        guard try hasInput() else { throw malformed("a gzip file that ends in the middle") }
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK: continue
        case Z_STREAM_END: try endMember()
        default:
          throw malformed("damaged gzip data (\(stream.pointee.msg.map { String(cString: $0) } ?? "?"))")
        }
      }
      return buffer.count - Int(stream.pointee.avail_out)
    }

    /// False at the end of the file; reads more of it when the input is used up.
    private mutating func hasInput() throws -> Bool {
      if stream.pointee.avail_in > 0 { return true }
      let count = try file.read(into: input)
      stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_in = UInt32(count)
      return count > 0
    }

    /// What follows one gzip member may be another (RFC 1952, section 2.2) and nothing else.
    private mutating func endMember() throws {
      guard try hasInput() else {
        isAtEnd = true
        return
      }
      guard stream.pointee.next_in.pointee == 0x1f else {
        throw malformed("more bytes after the end of the gzip data")
      }
      inflateReset(stream)
    }

    private func malformed(_ found: String) -> InputError {
      InputError(
        .malformedData, at: path, expected: "an intact gzip file", found: found,
        advice: file.advice)
    }
  }
#else
  /// Stands for the reader of gzip files in a build without zlib.
  package struct GzipReader: ~Copyable, ByteSource {
    package static let isAvailable = false

    package let file: FileReader
    package var path: String { file.path }

    /// - Throws: `InputError`, always.
    package init(_ file: consuming FileReader) throws {
      throw InputError(
        .unavailable, at: file.path, expected: "a plain file, as this build has no zlib",
        found: "a gzip file",
        advice: "build with the trait Zlib, or gunzip the file")
    }

    package func requireContent(of count: Int) throws { try file.requireContent(of: count) }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { 0 }
  }
#endif
