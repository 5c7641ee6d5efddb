package import StrataFiles

/// The processes that carry out one training together; mostly this one alone.
///
/// They do the same in the same order, on different examples. Rank 0 is the one that a user sees: it alone writes.
package final class ProcessGroup: Sendable, Hashable {
  private let communicator: (any Communicator)?

  /// This process alone.
  package static let alone = ProcessGroup(nil)

  /// Processes that can reach each other.
  package init(_ communicator: (any Communicator)?) { self.communicator = communicator }

  /// This process's number, from 0.
  package var rank: Int { communicator?.rank ?? 0 }
  /// How many there are.
  package var count: Int { communicator?.count ?? 1 }
  /// The machine and the number of this process, in words.
  package var name: String { "rank \(rank) on \(communicator?.host ?? "this machine")" }

  package static func == (left: ProcessGroup, right: ProcessGroup) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  /// Sends and receives. Traps where this process is alone and there is something to send.
  ///
  /// - Throws: `InputError` that names the process which is gone.
  package func exchange(_ messages: [Message]) throws(InputError) {
    guard !messages.isEmpty else { return }
    guard let communicator else { preconditionFailure("nobody to exchange anything with") }
    do {
      try communicator.exchange(messages)
    } catch let error as CommunicationError {
      throw InputError(
        .unavailable, at: "rank \(error.peer) of \(count)", expected: "an answer",
        found: "one that \(error.finding)",
        advice:
          "look at what it said; training goes on from its last checkpoint, with any number of processes")
    } catch {
      throw InputError(
        .unavailable, at: name, expected: "an exchange with the other processes", found: "\(error)",
        advice: "start all of them again from the last checkpoint")
    }
  }

  /// What every process says, in the order of their numbers, on all of them.
  package func gathered(_ own: [Int64]) throws(InputError) -> [[Int64]] {
    guard count > 1 else { return [own] }
    var all = [Int64](repeating: 0, count: own.count * count)
    let size = own.count * MemoryLayout<Int64>.stride
    for (index, number) in own.enumerated() { all[rank * own.count + index] = number }
    let result: Result<Void, InputError> = own.withUnsafeBytes { mine in
      all.withUnsafeMutableBytes { all in
        let others = (0..<count).filter { $0 != rank }
        let messages =
          others.map { Message(to: $0, mine) }
          + others.map {
            Message(from: $0, into: UnsafeMutableRawBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size]))
          }
        return Result { () throws(InputError) in try exchange(messages) }
      }
    }
    try result.get()
    return (0..<count).map { Array(all[$0 * own.count..<($0 + 1) * own.count]) }
  }

  /// Throws on every process unless all of them say the same.
  ///
  /// - Parameters:
  ///   - subject: what it is about, such as `the data`.
  ///   - value: what is to be the same, in words.
  package func requireAgreement(on subject: String, _ value: @autoclosure () -> String) throws(InputError) {
    guard count > 1 else { return }
    let mine = value()
    let words = try gatheredWords("\(communicator?.host ?? "")\n\(mine)")
    for (rank, word) in words.enumerated() {
      let lines = word.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard lines.count == 2, lines[1] != mine else { continue }
      throw InputError(
        .unavailable, at: subject, expected: "the same in all \(count) processes",
        found: "\(mine) in \(name), and \(lines[1]) in rank \(rank) on \(lines[0])",
        advice: "start all of them with the same program, recipe and data, on processors of one kind")
    }
  }

  /// The words of every process.
  private func gatheredWords(_ own: String) throws(InputError) -> [String] {
    let bytes = Array(own.utf8)
    let longest = try gathered([Int64(bytes.count)]).map { Int($0[0]) }
    let room = ((longest.max() ?? 0) + 7) / 8
    let padded = bytes + [UInt8](repeating: 0, count: 8 * room - bytes.count)
    let numbers = padded.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
    return try gathered(numbers).enumerated().map { rank, numbers in
      numbers.withUnsafeBytes { String(decoding: $0.prefix(longest[rank]), as: UTF8.self) }
    }
  }
}
