/// A way from this process to others that work on the same training, numbered from 0.
///
/// All that processes do together is built on one operation, so that a way is a matter of a hundred lines: sockets on one
/// machine, MPI on many.
package protocol Communicator: Sendable {
  /// This process's number.
  var rank: Int { get }
  /// How many there are, this one included.
  var count: Int { get }
  /// The name of the machine that this process is on.
  var host: String { get }

  /// Sends and receives all of these messages, whose sizes both sides know, in whatever order they come along. Between two
  /// processes messages arrive in the order in which they are listed.
  ///
  /// - Throws: `CommunicationError` when another process has ended, or is silent for a minute while this one waits.
  func exchange(_ messages: [Message]) throws
}

/// Bytes on their way to or from another process. Their memory must be there until the exchange returns.
package struct Message {
  package enum Direction {
    case send(UnsafeRawBufferPointer)
    case receive(UnsafeMutableRawBufferPointer)
  }

  /// The other process.
  package let peer: Int
  package let direction: Direction

  package init(to peer: Int, _ bytes: UnsafeRawBufferPointer) {
    (self.peer, direction) = (peer, .send(bytes))
  }

  package init(from peer: Int, into bytes: UnsafeMutableRawBufferPointer) {
    (self.peer, direction) = (peer, .receive(bytes))
  }

  var isSent: Bool { if case .send = direction { true } else { false } }

  var length: Int {
    switch direction {
    case .send(let bytes): bytes.count
    case .receive(let bytes): bytes.count
    }
  }
}

/// Another process of a group cannot be reached any more, so this one cannot go on.
package struct CommunicationError: Error {
  /// The other process.
  package let peer: Int
  /// What is wrong with it, such as `has ended`.
  package let finding: String

  package init(peer: Int, finding: String) { (self.peer, self.finding) = (peer, finding) }
}

/// How long a process waits for another that sends nothing.
package enum Patience {
  /// Rounds of a second each. A process that was suspended itself counts one of them, however long that was: so a group
  /// that is suspended as a whole goes on.
  package static let seconds = 60
}
