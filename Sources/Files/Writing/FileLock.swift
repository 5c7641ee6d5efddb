package import Foundation
internal import Glibc

/// A file that one process at a time holds; it holds the process's id.
///
/// The lock is the kernel's (flock), so it ends with the process however that ends. A process that lets
/// go empties the file; an id that is found in it was left by one that was killed. It is let go by name, not
/// by closing the file: a process that another thread is just starting has a copy of every descriptor, and
/// would hold the lock until it runs its own program.
///
/// Some file systems have no locks, or have lost touch with the server that keeps them. There the file is held
/// without one, which `weakness` says: nobody else is kept out.
package final class FileLock: Sendable {
  /// The process that was killed while it held the lock; nil when the last one let go of it.
  package let abandonedBy: Int32?
  /// Why nobody is kept out, in words; nil where the lock is one.
  package let weakness: String?
  private let file: OpenFile

  /// Asks the kernel for a lock, as flock(2) does: 0, or the error's code.
  package typealias Locking = @Sendable (_ descriptor: Int32, _ operation: Int32) -> Int32

  /// Takes the lock; `place` is what it guards, for the error when another process has it.
  package init(at url: URL, guarding place: String, locking: Locking = FileLock.kernel) throws(InputError) {
    file = try OpenFile(url, .writing, flags: O_RDWR | O_CREAT)
    let code = Self.take(file.descriptor, locking)
    if code == EWOULDBLOCK {
      let holder = try Self.process(in: file).map { "process \($0) is" } ?? "another process is"
      throw InputError(
        .cannotWrite, at: place, expected: "to be the only one who writes there",
        found: "\(holder) writing there", advice: "wait until it has finished, or stop it")
    }
    weakness = code == 0 ? nil : SystemError.reason(code)
    // Without a lock, the process of the id may as well be at work.
    abandonedBy = code == 0 ? try Self.process(in: file) : nil
    try file.truncate(to: 0)
    try file.write([UInt8]("\(getpid())\n".utf8))
  }

  deinit {
    // Nobody is left to be told when this fails; the kernel lets go of the lock with the process.
    _ = ftruncate(file.descriptor, 0)
    if weakness == nil { _ = flock(file.descriptor, LOCK_UN) }
  }

  /// Whether a process holds the lock of a file: nil where that cannot be told.
  package static func isHeld(at url: URL, locking: Locking = FileLock.kernel) -> Bool? {
    let file: OpenFile
    do throws(InputError) {
      file = try OpenFile(url, .reading, flags: O_RDONLY)
    } catch {
      return error.kind == .missingInput ? false : nil
    }
    switch locking(file.descriptor, LOCK_SH | LOCK_NB) {
    case 0:
      // Let go by name, as above.
      _ = locking(file.descriptor, LOCK_UN)
      return false
    case EWOULDBLOCK: return true
    default: return nil
    }
  }

  /// Whoever only looks whether the lock is held holds it for a moment; so it is asked for again before it counts as
  /// taken.
  private static func take(_ descriptor: Int32, _ locking: Locking) -> Int32 {
    var code = locking(descriptor, LOCK_EX | LOCK_NB)
    for _ in 0..<20 where code == EWOULDBLOCK {
      usleep(5000)
      code = locking(descriptor, LOCK_EX | LOCK_NB)
    }
    return code
  }

  package static let kernel: Locking = { descriptor, operation in
    while flock(descriptor, operation) != 0 { if errno != EINTR { return errno } }
    return 0
  }

  private static func process(in file: borrowing OpenFile) throws(InputError) -> Int32? {
    let text = String(decoding: try file.read(16), as: UTF8.self)
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
