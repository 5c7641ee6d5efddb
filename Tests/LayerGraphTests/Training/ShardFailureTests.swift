import Foundation
import StrataCommunication
import StrataFiles
import StrataLinearAlgebra
import Synchronization
import Testing

@testable import StrataLayerGraph

/// Processes that cannot train together, or no longer.
struct ShardFailureTests {
  @Test func whatCannotBeSharedIsRefused() async throws {
    let errors = try await Ranks.run(2) { group in
      var execution = Execution(threads: 1)
      execution.group = group
      return try ShardProblem.train(ShardProblem.recipe(.sgd(), shard: nil), execution)
    }
    for error in errors {
      let found = #expect(throws: InputError.self) { try error.get() }
      #expect(found?.place == "shard" && found.map { "\($0.advice)" }?.contains("set it: 6") == true)
    }
  }

  /// Processes that have begun with something else are told so, all of them, before the first step.
  @Test func whoeverDiffersIsNoticed() async throws {
    for kind in 0..<3 {
      let errors = try await Ranks.run(3) { group in
        var execution = Execution(threads: 1)
        execution.group = group
        let features =
          kind == 0 && group.rank == 1 ? SmallGraphs.features(rows: 53, seed: 2) : ShardProblem.images
        let seed: UInt64 = kind == 1 && group.rank == 2 ? 4 : 3
        _ = try Trainer(
          ShardProblem.graph(), minimizing: "loss", features: features, labels: ShardProblem.labels,
          recipe: ShardProblem.recipe(.sgd(), shard: 4, kind == 2 && group.rank == 1 ? .shard : .batch),
          seed: seed,
          execution: execution)
      }
      for error in errors {
        let found = #expect(throws: InputError.self) { try error.get() }
        #expect(found?.expected == "the same in all 3 processes")
        #expect(found?.place == (kind == 0 ? "the data of loss" : "the recipe of loss"))
      }
    }
  }

  @Test func oneThatEndsOrFallsSilentEndsTheOthers() async throws {
    for isSilent in [false, true] {
      let ended = Ranks.Count()
      // Of those that do speak none is kept from it for so long, however busy the machine is.
      let results = try await Ranks.run(3, patience: isSilent ? 5 : 600) { group in
        if group.rank == 1 {
          while isSilent, ended.value.load(ordering: .acquiring) < 2 { usleep(10_000) }
          return
        }
        defer { ended.value.add(1, ordering: .acquiringAndReleasing) }
        _ = try group.gathered([1])
      }
      for rank in [0, 2] {
        let found = #expect(throws: InputError.self) { try results[rank].get() }
        #expect(found?.place == "rank 1 of 3" || found?.found.contains("has ended") == true)
      }
    }
  }

  /// A way to others that ends, or says nothing more until others have given up, when it has been used so often.
  private struct Failing: Communicator {
    let inner: any Communicator
    /// How often it can be used; any number of times while it is not negative.
    let left = Ranks.Count()
    let ended: Ranks.Count
    let isSilent: Bool
    var rank: Int { inner.rank }
    var count: Int { inner.count }
    var host: String { inner.host }

    struct Failure: Error {}

    func exchange(_ messages: [Message]) throws {
      if left.value.load(ordering: .acquiring) > 0,
        left.value.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
      {
        while isSilent, ended.value.load(ordering: .acquiring) < 2 { usleep(10_000) }
        throw Failure()
      }
      try inner.exchange(messages)
    }
  }

  /// In the middle of a step, at whichever of its exchanges: of statistics, two for each of six, of gradients, and of losses.
  @Test(arguments: [1, 2, 3, 8, 12, 13, 14, 15], [false, true])
  func oneThatFailsInAStepEndsTheOthers(exchange: Int, isSilent: Bool) async throws {
    // Silence takes seconds.
    guard !isSilent || exchange == 3 || exchange == 13 else { return }
    let ended = Ranks.Count()
    let results = try await Ranks.run(3, patience: isSilent ? 5 : 600) { sockets -> Int in
      let failing = sockets.rank == 1 ? Failing(inner: sockets, ended: ended, isSilent: isSilent) : nil
      var execution = Execution(threads: 1)
      execution.group = ProcessGroup(failing ?? sockets)
      let trainer = try Trainer(
        ShardProblem.graph(), minimizing: "loss", features: ShardProblem.images, labels: ShardProblem.labels,
        recipe: ShardProblem.recipe(.sgd(), shard: 4), seed: 3, execution: execution)
      failing?.left.value.store(exchange, ordering: .releasing)
      defer { if failing == nil { ended.value.add(1, ordering: .acquiringAndReleasing) } }
      _ = try trainer.trainEpoch()
      return trainer.partial.steps
    }
    for rank in [0, 2] {
      let found = #expect(throws: InputError.self) { try results[rank].get() }
      #expect(found?.kind == .unavailable && found?.expected == "an answer")
      #expect(found?.place == "rank 1 of 3" || found?.found.contains("has ended") == true)
    }
    #expect(throws: InputError.self) { try results[1].get() }
  }
}
