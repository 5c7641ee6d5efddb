package import Foundation
package import StrataFiles
internal import Synchronization

/// A file whose numbers stay on the disk, open as long as somebody reads them.
///
/// It is read by position (pread), by any number of threads at once. A copy into a batch cannot throw, so what goes wrong
/// is kept: whoever goes on with what was read asks `requireIntact()` first. (A file that is mapped into memory would
/// end the process with a signal when it is cut.)
package final class StoredFile: Sendable {
  /// Where it lies, as errors name it.
  package let path: String
  /// Its length in bytes when it was opened.
  package let size: Int
  private let descriptor: CInt
  /// Nil for a file without a name, which nobody else can write to.
  private let opened: Stamp?
  private let failure = Mutex<InputError?>(nil)

  /// What tells that a file was written to.
  private struct Stamp: Equatable {
    let size: Int
    let seconds, nanoseconds: Int

    init?(_ descriptor: CInt) {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      size = Int(status.st_size)
      (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    }
  }

  /// Opens a file.
  ///
  /// - Throws: `InputError` when it is missing, no regular file, or unreadable.
  package convenience init(_ url: URL) throws(InputError) {
    // A pipe with no writer would block a plain open for ever.
    let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.reading(url, errno) }
    try self.init(descriptor, path: url.path, hasName: true)
  }

  /// Takes over a file that is open and written.
  init(_ descriptor: CInt, path: String, hasName: Bool) throws(InputError) {
    guard let stamp = Stamp(descriptor) else {
      close(descriptor)
      throw InputError(
        .malformedData, at: path, expected: "a file", found: "a folder, a pipe or a device",
        advice: "give the path of a file")
    }
    (self.descriptor, self.path, opened, size) = (descriptor, path, hasName ? stamp : nil, stamp.size)
    isLargerThanMemory = stamp.size > ObtainableMemory.largestFile
  }

  deinit { close(descriptor) }

  /// True where the system cannot be expected to keep all of it in memory.
  let isLargerThanMemory: Bool

  /// Fills a buffer with the bytes from `offset` on; with zeros where they cannot be had.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
    guard let start = buffer.baseAddress else { return }
    var filled = 0
    while filled < buffer.count {
      let count = pread(descriptor, start + filled, buffer.count - filled, off_t(offset + filled))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        fail(count < 0 ? .reading(URL(filePath: path), errno) : changed("one that ends before"))
        memset(start + filled, 0, buffer.count - filled)
        return
      }
      filled += count
    }
  }

  /// Hands out all bytes in their order, a piece at a time; zeros where they cannot be had.
  package func forEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(size, 1), 1 << 20), alignment: 64)
    defer { piece.deallocate() }
    for offset in stride(from: 0, to: size, by: piece.count) {
      let part = UnsafeMutableRawBufferPointer(rebasing: piece[..<min(piece.count, size - offset)])
      read(into: part, at: offset)
      body(UnsafeRawBufferPointer(part))
    }
  }

  /// The first bytes.
  ///
  /// - Throws: `InputError` when they cannot be read.
  package func beginning(_ count: Int) throws(InputError) -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: min(count, size)) { buffer, filled in
      filled = min(count, size)
      read(
        into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<filled]), at: 0
      )
    }
    try requireIntact()
    return bytes
  }

  /// Throws where something could not be read until now, or where the file is another one than when it was opened.
  package func requireIntact() throws(InputError) {
    if let opened, Stamp(descriptor) != opened { fail(changed("one that was written to")) }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func fail(_ error: InputError) { failure.withLock { $0 = $0 ?? error } }

  private func changed(_ found: String) -> InputError {
    InputError(
      .malformedData, at: path, expected: "the file as it was at the start, \(size) bytes", found: found,
      advice: "put the file back as it was, and begin again or go on with the last checkpoint")
  }

  /// Asks the system to have some bytes ready soon.
  func expect(_ count: Int, at offset: Int) {
    // A hint: where it is not followed, reading takes longer.
    _ = posix_fadvise(descriptor, off_t(offset), off_t(count), POSIX_FADV_WILLNEED)
  }
}
