package import Foundation
internal import Glibc

/// A file that one process at a time holds; it holds the process's id.
///
/// The lock is the kernel's (flock), so it ends with the process however that ends. A process that lets
/// go empties the file; an id that is found in it was left by one that was killed. It is let go by name, not
/// by closing the file: a process that another thread is just starting has a copy of every descriptor, and
/// would hold the lock until it runs its own program.
package final class FileLock: Sendable {
  /// The process that was killed while it held the lock; nil when the last one let go of it.
  package let abandonedBy: Int32?
  private let file: OpenFile

  /// Takes the lock; `place` is what it guards, for the error when another process has it.
  package init(at url: URL, guarding place: String) throws(InputError) {
    file = try OpenFile(url, .writing, flags: O_RDWR | O_CREAT)
    guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw .writing(url, errno) }
      let holder = try Self.process(in: file).map { "process \($0) is" } ?? "another process is"
      throw InputError(
        .cannotWrite, at: place, expected: "to be the only one who writes there",
        found: "\(holder) writing there", advice: "wait until it has finished, or stop it")
    }
    abandonedBy = try Self.process(in: file)
    try file.truncate(to: 0)
    try file.write([UInt8]("\(getpid())\n".utf8))
  }

  deinit {
    ftruncate(file.descriptor, 0)
    flock(file.descriptor, LOCK_UN)
  }

  private static func process(in file: borrowing OpenFile) throws(InputError) -> Int32? {
    let text = String(decoding: try file.read(16), as: UTF8.self)
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
