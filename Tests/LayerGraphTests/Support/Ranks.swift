import Foundation
import StrataCommunication
import StrataTestSupport
import Synchronization

@testable import StrataLayerGraph

/// Processes that train together, as threads of this one that meet at sockets.
enum Ranks {
  /// What each of some processes comes to: threads of this one that meet at sockets.
  static func run<Result: Sendable>(
    _ count: Int, patience: Int = 600, readsMemory: Bool = true, isSlow: Bool = false,
    _ body: @escaping @Sendable (ProcessGroup) throws -> Result
  ) async throws -> [Swift.Result<Result, any Error>] {
    try await run(count, patience: patience, readsMemory: readsMemory) { sockets in
      try body(ProcessGroup(isSlow ? Delays(to: sockets) : sockets))
    }
  }

  static func run<Result: Sendable>(
    _ count: Int, patience: Int, readsMemory: Bool = true,
    _ body: @escaping @Sendable (any Communicator) throws -> Result
  ) async throws -> [Swift.Result<Result, any Error>] {
    let folder = try TemporaryFolder()
    return await withTaskGroup(of: (Int, Swift.Result<Result, any Error>).self) { group in
      for rank in 0..<count {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread.detachNewThread {
              continuation.resume(
                returning: (
                  rank,
                  Swift.Result {
                    let sockets = try SocketCommunicator(
                      rank: rank, count: count, in: folder.url.path, patience: patience,
                      readsMemory: readsMemory)
                    return try body(sockets)
                  }
                ))
            }
          }
        }
      }
      var results: [Int: Swift.Result<Result, any Error>] = [:]
      for await (rank, result) in group { results[rank] = result }
      return (0..<count).compactMap { results[$0] }
    }
  }

  /// A way to others on which everything takes longer, some of it much.
  private struct Delays: Communicator {
    let inner: any Communicator
    var rank: Int { inner.rank }
    var count: Int { inner.count }
    var host: String { inner.host }

    init(to inner: any Communicator) { self.inner = inner }

    func exchange(_ messages: [Message]) throws {
      usleep(.random(in: 0...3) == 0 ? .random(in: 0...20_000) : 100)
      try inner.exchange(messages)
    }
  }

  /// Of threads that have come so far.
  final class Count: Sendable {
    let value = Atomic(0)
  }
}
