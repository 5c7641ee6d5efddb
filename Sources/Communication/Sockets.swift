internal import Foundation

/// The sockets of a process to others, which it closes when it is gone.
final class Sockets: Sendable {
  /// To each process; -1 to itself.
  private let sockets: [Int32]
  private let patience: Int

  /// - Parameter patience: how long to wait for another process, in seconds.
  init(_ sockets: [Int32], patience: Int) { (self.sockets, self.patience) = (sockets, patience) }

  deinit { for socket in sockets where socket >= 0 { close(socket) } }

  /// Sends and receives, as a `Communicator` does.
  func exchange(_ messages: [Message]) throws {
    var left = messages.map(\.length)
    var silence = 0
    while left.contains(where: { $0 > 0 }) {
      var isMoving = false
      var begun: Set<Int> = []
      for (index, message) in messages.enumerated() where left[index] > 0 {
        // Of those in one direction with one process the first comes first.
        guard begun.insert(2 * message.peer + (message.isSent ? 1 : 0)).inserted else { continue }
        let moved = try move(message, from: message.length - left[index])
        left[index] -= moved
        isMoving = isMoving || moved > 0
      }
      guard !isMoving else {
        silence = 0
        continue
      }
      silence += 1
      let waiting = messages.indices.filter { left[$0] > 0 }
      guard silence <= patience else {
        throw CommunicationError(
          peer: messages[waiting[0]].peer, finding: "has said nothing for \(patience) s")
      }
      var polled = waiting.map {
        pollfd(
          fd: sockets[messages[$0].peer], events: Int16(messages[$0].isSent ? POLLOUT : POLLIN), revents: 0)
      }
      if poll(&polled, nfds_t(polled.count), 1000) > 0 { silence -= 1 }
    }
  }

  /// Moves as many bytes as can be at once.
  private func move(_ message: Message, from start: Int) throws -> Int {
    let socket = sockets[message.peer]
    let count =
      switch message.direction {
      case .send(let bytes):
        send(socket, bytes.baseAddress.map { $0 + start }, bytes.count - start, Int32(MSG_NOSIGNAL))
      case .receive(let bytes):
        recv(socket, bytes.baseAddress.map { $0 + start }, bytes.count - start, 0)
      }
    if count > 0 { return count }
    if count < 0, [EAGAIN, EINTR].contains(errno) { return 0 }
    throw CommunicationError(peer: message.peer, finding: "has ended")
  }
}
