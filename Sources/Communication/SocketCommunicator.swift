internal import Foundation
internal import StrataFiles

/// Processes on one machine, each with a Unix socket to each other one.
///
/// Long messages do not go through the sockets where the system lets processes read each other's memory: there only their
/// address does (`Neighbours`).
package final class SocketCommunicator: Communicator {
  package let rank: Int
  package let count: Int
  package var host: String { ProcessInfo.processInfo.hostName }
  private let sockets: Sockets
  private let neighbours: Neighbours

  /// Meets the others in a folder: each process listens there under its number, and calls those before it.
  ///
  /// - Parameters:
  ///   - patience: how long it waits for another, in seconds.
  ///   - readsMemory: whether long messages may be read out of the sender's memory.
  /// - Throws: `InputError` when they are not all there within a minute.
  package init(
    rank: Int, count: Int, in folder: String, patience: Int = Patience.seconds, readsMemory: Bool = true
  ) throws {
    (self.rank, self.count) = (rank, count)
    var sockets = [Int32](repeating: -1, count: count)
    let listener = try Self.listen(at: "\(folder)/\(rank)", count)
    defer { close(listener) }
    for peer in 0..<rank {
      sockets[peer] = try Self.call("\(folder)/\(peer)", patience)
      var number = Int32(rank)
      guard write(sockets[peer], &number, 4) == 4 else {
        throw Self.error("\(folder)/\(peer)", "writing failed")
      }
    }
    for _ in rank + 1..<max(count, rank + 1) {
      var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Int32(1000 * patience)) == 1 else {
        throw Self.error("\(folder)/\(rank)", "only some of \(count) processes")
      }
      let socket = accept(listener, nil, nil)
      var number = Int32(-1)
      guard socket >= 0, recv(socket, &number, 4, Int32(MSG_WAITALL)) == 4,
        sockets.indices.contains(Int(number))
      else { throw Self.error("\(folder)/\(rank)", "a process that is none of the group") }
      sockets[Int(number)] = socket
    }
    for socket in sockets where socket >= 0 {
      _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
      var size = Int32(4 << 20)
      for option in [SO_SNDBUF, SO_RCVBUF] {
        setsockopt(socket, SOL_SOCKET, option, &size, socklen_t(MemoryLayout<Int32>.size))
      }
    }
    self.sockets = Sockets(sockets, patience: patience)
    neighbours = try Neighbours(
      rank: rank, count: count, readsMemory: readsMemory, through: self.sockets.exchange)
  }

  package func exchange(_ messages: [Message]) throws {
    try neighbours.exchange(messages, through: sockets.exchange)
  }

  // MARK: Meeting

  private static func address(_ path: String) throws -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard bytes.count <= room else { throw error(path, "\(bytes.count) bytes") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }

  private static func with<Result>(
    _ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func listen(at path: String, _ count: Int) throws -> Int32 {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let isBound = with(try address(path)) { bind(listener, $0, $1) == 0 }
    guard listener >= 0, isBound, Glibc.listen(listener, Int32(count)) == 0 else {
      throw error(path, String(cString: strerror(errno)))
    }
    return listener
  }

  private static func call(_ path: String, _ patience: Int) throws -> Int32 {
    let address = try address(path)
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      let caller = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      if with(address, { connect(caller, $0, $1) }) == 0 { return caller }
      close(caller)
      guard ContinuousClock.now < end else { throw error(path, "nobody there") }
      usleep(10_000)
    }
  }

  private static func error(_ path: String, _ found: String) -> InputError {
    InputError(
      .unavailable, at: path, expected: "a socket to another process of the group", found: found,
      advice:
        "look whether all of them were started, and whether the folder of temporary files can be written")
  }
}
