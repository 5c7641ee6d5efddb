import Foundation
import Glibc
import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataSession

/// What is at the other end of a stream, and what becomes of a write.
struct StandardStreamTests {
  init() { signal(SIGPIPE, SIG_IGN) }

  /// The two ends of a pipe.
  private func pipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    #expect(Glibc.pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  @Test func whatIsReadIsWhatWasWritten() {
    let (read, write) = pipe()
    defer { for end in [read, write] { close(end) } }
    let stream = StandardStream(write)
    #expect(stream.write("einö\n") == .written)
    #expect(!stream.isInLine)
    #expect(stream.write("half") == .written)
    #expect(stream.isInLine)
    #expect(!stream.hasLostItsReader)
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(read, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "einö\nhalf")
  }

  @Test func aReaderThatIsGoneIsKnown() throws {
    let (read, write) = pipe()
    defer { close(write) }
    close(read)
    let stream = StandardStream(write)
    #expect(stream.hasLostItsReader)
    #expect(stream.write("a") == .nobodyReads)
    #expect(throws: StandardStream.NobodyReads.self) { try stream.deliver("a") }
  }

  @Test func aFullDeviceAndAClosedStreamAreErrors() throws {
    let full = open("/dev/full", O_WRONLY)
    #expect(StandardStream(full).write("a") == .failed(ENOSPC))
    let error = #expect(throws: InputError.self) { try StandardStream(full).deliver("a") }
    #expect(error?.kind == .inputOutput)
    #expect(error?.localizedDescription == error?.description)
    close(full)
    let closed = open("/", O_RDONLY)
    defer { close(closed) }
    #expect(StandardStream(closed).write("a") == .failed(EBADF))
  }

  /// After a failure nothing is written, even where it could be: the middle is missing.
  @Test func aStreamThatFailedIsLetGo() {
    let (read, write) = pipe()
    close(read)
    let stream = StandardStream(write)
    #expect(stream.write("a") == .nobodyReads)
    let (newRead, newWrite) = pipe()
    defer { for end in [newRead, newWrite, write] { close(end) } }
    dup2(newWrite, write)
    #expect(stream.write("b") == .nobodyReads)
  }

  /// A pipe that somebody else has set not to wait is waited for.
  @Test func aStreamThatDoesNotWaitIsWaitedFor() async {
    let (read, write) = pipe()
    #expect(fcntl(write, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "0123456789", count: 100_000)
    let reader = Task.detached {
      var (count, bytes) = (0, [UInt8](repeating: 0, count: 4096))
      while count < 1_000_000 {
        usleep(100)
        let received = Glibc.read(read, &bytes, bytes.count)
        if received <= 0 { break }
        count += received
      }
      return count
    }
    #expect(StandardStream(write).write(text) == .written)
    close(write)
    #expect(await reader.value == 1_000_000)
    close(read)
  }
}
