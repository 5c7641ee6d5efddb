internal import CStrataNeighbours
internal import Foundation

/// Processes of one machine that read long messages out of each other's memory, which copies them once; a socket copies
/// them twice.
///
/// The sender says where a message lies, the receiver reads it there, and then says that it has, as the sender may write to
/// that memory again. Whether the system allows this (containers may not, nor does Yama unless it is asked) is tried when
/// they meet; where not, messages go the other way.
struct Neighbours: Sendable {
  /// The process behind each rank whose memory can be read; nil where it cannot.
  private let processes: [Int32?]

  /// Shorter messages are not worth the words about them.
  private static let fewestBytes = 1 << 16

  typealias Exchange = ([Message]) throws -> Void

  /// Finds out, together with the others, who can read whose memory.
  init(rank: Int, count: Int, readsMemory: Bool, through exchange: Exchange) throws {
    let others = (0..<count).filter { $0 != rank }
    // Of each: its process, and where a number lies that nobody can guess.
    let probe = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    defer { probe.deallocate() }
    probe.pointee = .random(in: 1 ... .max)
    let own = [UInt64(getpid()), UInt64(UInt(bitPattern: probe)), probe.pointee]
    let all = try Self.told(own, to: others, count, through: exchange)
    // The first process has started the others, so whoever it may be read by, it and all of them may.
    strata_admit_neighbour(Int32(all[0][0]))
    _ = try Self.told([0], to: others, count, through: exchange)
    var reads = [UInt64](repeating: 0, count: count)
    for peer in others where readsMemory {
      var found: UInt64 = 0
      let read = strata_read_neighbour(Int32(all[peer][0]), all[peer][1], &found, 8)
      reads[peer] = read == 8 && found == all[peer][2] ? 1 : 0
    }
    let each = try Self.told(reads, to: others, count, through: exchange)
    processes = (0..<count).map { peer in
      peer != rank && reads[peer] == 1 && each[peer][rank] == 1 ? Int32(all[peer][0]) : nil
    }
  }

  /// What every process says, by rank.
  private static func told(
    _ own: [UInt64], to others: [Int], _ count: Int, through exchange: Exchange
  ) throws -> [[UInt64]] {
    var words = Array(repeating: own, count: count)
    for peer in others {
      try own.withUnsafeBytes { own in
        try words[peer].withUnsafeMutableBytes {
          try exchange([Message(to: peer, own), Message(from: peer, into: $0)])
        }
      }
    }
    return words
  }

  /// Sends and receives; short messages, and all with processes whose memory cannot be read, by `move`.
  func exchange(_ messages: [Message], through move: Exchange) throws {
    let long = messages.indices.filter {
      messages[$0].length >= Self.fewestBytes && processes[messages[$0].peer] != nil
    }
    guard !long.isEmpty else { return try move(messages) }
    var addresses = [UInt64](repeating: 0, count: messages.count)
    for index in long { addresses[index] = messages[index].addressToSend }
    try addresses.withUnsafeMutableBytes { addresses in
      func word(_ index: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: addresses[8 * index..<8 * index + 8])
      }
      var told = messages
      for index in long { told[index] = messages[index].replaced(by: word(index), answering: false) }
      try move(told)
      for index in long { try read(messages[index], at: word(index).load(as: UInt64.self)) }
      try move(long.map { messages[$0].replaced(by: word($0), answering: true) })
    }
  }

  private func read(_ message: Message, at address: UInt64) throws {
    guard case .receive(let bytes) = message.direction, let process = processes[message.peer] else { return }
    var done = 0
    while done < bytes.count {
      let count = strata_read_neighbour(
        process, address + UInt64(done), bytes.baseAddress.map { $0 + done }, Int64(bytes.count - done))
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        throw CommunicationError(
          peer: message.peer, finding: errno == ESRCH ? "has ended" : "cannot be read any more (\(reason))")
      }
      done += Int(count)
    }
  }
}

extension Message {
  /// Where the bytes lie that are to be sent; 0 for those that are received.
  fileprivate var addressToSend: UInt64 {
    guard case .send(let bytes) = direction else { return 0 }
    return UInt64(UInt(bitPattern: bytes.baseAddress))
  }

  /// A word about this message, in its direction, or in answer to it.
  fileprivate func replaced(by word: UnsafeMutableRawBufferPointer, answering: Bool) -> Message {
    isSent == answering ? Message(from: peer, into: word) : Message(to: peer, UnsafeRawBufferPointer(word))
  }
}
