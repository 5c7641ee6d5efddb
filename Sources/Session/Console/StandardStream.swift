internal import Foundation
internal import Glibc
internal import StrataFiles
internal import Synchronization

/// The standard output or the standard error of the process.
///
/// What is at its other end may be full, slow, closed, or gone. A write tells what came of it; it is never a signal
/// and never a trap, provided that `prepare` was called at the start of the process.
package final class StandardStream: Sendable {
  /// Where results go.
  package static let output = StandardStream(STDOUT_FILENO)
  /// Where messages go.
  package static let error = StandardStream(STDERR_FILENO)

  package let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    /// The error of the first write that failed; nothing is written after it.
    var failure: Int32?
    /// True while the last line has no end: a bar is drawn.
    var isInLine = false
  }

  /// The stream of an open descriptor, which stays the caller's to close.
  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// What came of a write.
  package enum Outcome: Hashable, Sendable {
    /// All of it was taken.
    case written
    /// Whoever read the stream has closed it.
    case nobodyReads
    /// It failed, now or earlier, with an error code of the system.
    case failed(Int32)
  }

  /// Writes text, all of it, and waits as long as that takes. After a first failure nothing is written any more: half
  /// a line is worse than none.
  @discardableResult
  package func write(_ text: String) -> Outcome {
    state.withLock { state in
      if state.failure == nil {
        state.failure = Self.write(Array(text.utf8), to: descriptor)
        if let last = text.last { state.isInLine = last != "\n" }
      }
      return switch state.failure {
      case nil: .written
      case EPIPE: .nobodyReads
      case let code?: .failed(code)
      }
    }
  }

  /// True when what was written last is no whole line.
  package var isInLine: Bool { state.withLock { $0.isInLine } }

  /// The error of a write that failed; nil when it did not.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if written == 0 {
        return EIO
      } else if errno == EAGAIN {
        // Somebody who shares the stream has made it one that does not wait.
        if let code = waitForRoom(in: descriptor) { return code }
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  private static func waitForRoom(in descriptor: Int32) -> Int32? {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while poll(&wanted, 1, -1) < 0 { if errno != EINTR { return errno } }
    return nil
  }

  /// True when the stream is a pipe or a terminal at whose other end nobody is any more.
  package var hasLostItsReader: Bool {
    var asked = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&asked, 1, 0) > 0 && Int32(asked.revents) & (POLLERR | POLLHUP) != 0
  }

  /// What a file system tells only when a file is closed, as some do; nil when all is well.
  fileprivate var errorOfClosing: Int32? {
    let copy = dup(descriptor)
    guard copy >= 0 else { return errno == EMFILE ? nil : errno }
    return close(copy) == 0 || errno == EINTR ? nil : errno
  }
}

extension StandardStream {
  /// Readies the process, once, before it opens anything.
  ///
  /// A write to a pipe that nobody reads, or beyond the limit on the size of files, becomes an error in place of a
  /// signal. A standard stream that was closed by whoever started the process is taken up by something that
  /// can be neither read nor written: otherwise the next file that is opened would have its number, and messages
  /// would be written into that.
  package static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is given: this one. Should there be no more, nothing else will be opened either.
      _ = open("/", O_RDONLY | O_DIRECTORY)
    }
  }

  /// Has results go nowhere: of several processes that come to the same one alone prints it.
  package static func discardOutput() {
    let nowhere = open("/dev/null", O_WRONLY)
    guard nowhere >= 0 else { return }
    dup2(nowhere, STDOUT_FILENO)
    close(nowhere)
  }

  /// Writes a result and makes sure that it has arrived.
  ///
  /// - Throws: `InputError` with status 74 when it could not be written; `NobodyReads` when whoever was to read it
  ///   has closed the stream.
  package func deliver(_ text: String) throws {
    switch write(text) {
    case .written: if let code = errorOfClosing { throw InputError.delivering(code) }
    case .nobodyReads: throw NobodyReads()
    case .failed(let code): throw InputError.delivering(code)
    }
  }

  /// The result's reader has seen enough; no failure of ours. The program ends silently.
  package struct NobodyReads: LocalizedError, CustomStringConvertible {
    /// The exit status that shells know: that of the signal which ends other programs then.
    package let exitStatus = 128 + SIGPIPE
    /// What happened, in words.
    package var description: String { "nobody reads the result any more" }
    /// The same as `description`.
    package var errorDescription: String? { description }
  }
}
