internal import Crypto
package import Foundation

/// A regular file's bytes in order, hashed on the way.
package struct FileReader: ~Copyable, ByteSource {
  package let path: String
  /// The file's length in bytes.
  package let size: Int
  private let descriptor: CInt
  /// What to do about a missing file, or one of the wrong length.
  package let advice: Wording
  private var hash: SHA256

  /// Opens a file. Throws when there is none, when it is not a regular file, or when it cannot be read.
  package init(path: String, advice: Wording) throws {
    // A named pipe with no writer would block a plain open for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openFailure(path, errno, advice: advice) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw InputError(
        .malformedData, at: path, expected: "a file", found: "a folder, a pipe or a device",
        advice: "give the path of a file")
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
    self.advice = advice
    // Here and not where it is declared: when this throws, Swift 6.2 would destroy what is there already twice.
    self.hash = SHA256()
  }

  deinit { close(descriptor) }

  /// The hash of what has been read so far: of the file, once it has been read to its end.
  package var sha256: String { hash.finalize().hexadecimal }

  /// True when the file begins like a gzip file (RFC 1952, section 2.3.1), whatever its name is.
  package var isGzip: Bool {
    var magic: [UInt8] = [0, 0]
    return pread(descriptor, &magic, 2, 0) == 2 && magic == [0x1f, 0x8b]
  }

  package func requireContent(of count: Int) throws {
    guard count == size else {
      throw InputError(
        .malformedData, at: path, expected: "\(count) bytes, as its header says",
        found: count > size ? "a truncated file of \(size) bytes" : "an over-long file of \(size) bytes",
        advice: advice)
    }
  }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      // In pieces, so that what is hashed still lies in the cache.
      let piece = UnsafeMutableRawBufferPointer(
        rebasing: buffer[filled..<min(filled + 1 << 18, buffer.count)])
      let count = Foundation.read(descriptor, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.readFailure(path, errno) }
      if count == 0 { break }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      filled += count
    }
    return filled
  }

  /// Reads what is left and returns the hash of the file.
  package mutating func readToEnd() throws -> String {
    while try !read(1 << 20).isEmpty {}
    return sha256
  }

  private static func openFailure(_ path: String, _ code: CInt, advice: Wording) -> InputError {
    code == ENOENT || code == ENOTDIR
      ? InputError(
        .missingInput, at: path, expected: "a file", found: "nothing there", advice: advice)
      : readFailure(path, code)
  }

  private static func readFailure(_ path: String, _ code: CInt) -> InputError {
    InputError(
      .inputOutput, at: path, expected: "a readable file", found: String(cString: strerror(code)),
      advice: "check its permissions and the disk")
  }
}

/// The SHA-256 of a file, which is read in pieces.
package func sha256(ofFile url: URL) throws(InputError) -> String {
  do {
    var file = try FileReader(path: url.path, advice: "check the path")
    return try file.readToEnd()
  } catch {
    throw error as? InputError ?? .reading(url, EIO)
  }
}
