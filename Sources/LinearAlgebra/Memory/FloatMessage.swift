package import StrataCommunication
package import StrataFiles

/// Numbers of a buffer on their way to or from another process.
package struct FloatMessage {
  private let peer: Int
  private let isSent: Bool
  private let buffer: FloatBuffer
  private let range: Range<Int>

  private init(_ peer: Int, isSent: Bool, _ buffer: FloatBuffer, _ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= buffer.count, "numbers \(range) of \(buffer.count)")
    (self.peer, self.isSent, self.buffer, self.range) = (peer, isSent, buffer, range)
  }

  package static func to(_ peer: Int, _ buffer: FloatBuffer, _ range: Range<Int>) -> FloatMessage {
    FloatMessage(peer, isSent: true, buffer, range)
  }

  package static func from(_ peer: Int, _ buffer: FloatBuffer, _ range: Range<Int>) -> FloatMessage {
    FloatMessage(peer, isSent: false, buffer, range)
  }

  fileprivate var message: Message {
    let bytes = UnsafeMutableRawBufferPointer(
      start: buffer.floats.pointer + range.lowerBound, count: range.count * MemoryLayout<Float>.stride)
    return isSent ? Message(to: peer, UnsafeRawBufferPointer(bytes)) : Message(from: peer, into: bytes)
  }
}

extension ProcessGroup {
  /// Sends and receives numbers; their buffers are there until it is done.
  package func exchange(_ messages: [FloatMessage]) throws(InputError) {
    try withExtendedLifetime(messages) { () throws(InputError) in
      try exchange(messages.filter { !$0.isEmpty }.map(\.message))
    }
  }
}

extension FloatMessage {
  fileprivate var isEmpty: Bool { range.isEmpty }
}

extension FloatBuffer {
  /// What copies of a buffer have in common.
  package var floatsIdentity: ObjectIdentifier { ObjectIdentifier(floats) }
}
