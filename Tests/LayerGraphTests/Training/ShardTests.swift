import Foundation
import StrataCommunication
import StrataFiles
import StrataLinearAlgebra
import StrataTestSupport
import Synchronization
import Testing

@testable import StrataLayerGraph

/// Batches that are computed shard by shard, by one process or by several.
struct ShardTests {
  // MARK: The tree

  /// Whoever adds up which part, sums are put together in the same way: seen in brackets.
  @Test(arguments: 1...40) func theTreeIsTheSameForAnyNumberOfRanks(shards: Int) {
    let tree = ShardTree(shards: shards)
    func text(ranks: Int) -> String {
      var (nodes, texts): ([ShardTree.Node], [String]) = ([], [])
      for rank in 0..<ranks {
        var (own, parts): ([ShardTree.Node], [String]) = ([], [])
        for shard in tree.share(of: rank, among: ranks) {
          own.append(.init(height: 0, index: shard))
          parts.append("\(shard)")
          ShardTree.join(&own) { left, right in
            parts[left] = "(\(parts[left])+\(parts[right]))"
            parts.removeLast()
          }
        }
        #expect(own == tree.nodes(of: tree.share(of: rank, among: ranks)))
        (nodes, texts) = (nodes + own, texts + parts)
      }
      let place = tree.sum(nodes) { texts[$0] = "(\(texts[$0])+\(texts[$1]))" }
      return texts[place]
    }
    let alone = text(ranks: 1)
    for ranks in 2...7 { #expect(text(ranks: ranks) == alone) }
    #expect(Set(alone.split { "()+".contains($0) }.map(String.init)) == Set((0..<shards).map { "\($0)" }))
    #expect(tree.mostNodes(of: 0..<shards) <= 2 + Int(log2(Double(shards))))
    #expect(tree.sum([Double](repeating: 1, count: shards)) == Double(shards))
  }

  @Test func partsOfAGradientAreAllOfIt() {
    let layout = GradientLayout([
      Shape(rows: 3, columns: 5), Shape(rows: 1, columns: 5), Shape(rows: 40, columns: 7),
    ])
    #expect(layout.ranges(of: [2, 0, 1]) == [0..<layout.count])
    let ends = layout.ranges(of: [0, 2])
    #expect(ends == [0..<16, 32..<layout.count])
    for range in ends + [0..<layout.count] {
      for ranks in 1...9 {
        let parts = (0..<ranks).map { GradientLayout.part(of: range, for: $0, among: ranks) }
        #expect(parts.flatMap(Array.init) == Array(range))
      }
    }
  }

  // MARK: Training

  private static func recipe(
    _ optimizer: Optimizer, shard: Int?, batchSize: Int = 12,
    _ statistics: TrainingRecipe.ShardStatistics = .batch
  ) -> TrainingRecipe {
    TrainingRecipe(
      epochs: 2, batchSize: batchSize, learningRate: 0.05, optimizer: optimizer, weightDecay: 0.001,
      maxNorm: 3,
      averaging: 0.9, shard: shard, shardStatistics: statistics)
  }

  private static let images = SmallGraphs.features(rows: 53, density: 0.4, seed: 1)
  private static let labels = SmallGraphs.labels(rows: 53, seed: 1)

  /// Two layers of units that are normalized, with noise.
  private static func graph() throws -> LayerGraph { try SmallGraphs.normalizedClassifier(units: [18, 23]) }

  private static func train(
    _ recipe: TrainingRecipe, _ execution: Execution, _ graph: LayerGraph? = nil
  ) throws -> Trainer.State {
    let trainer = try Trainer(
      graph ?? Self.graph(), minimizing: "loss", features: images, labels: labels, recipe: recipe, seed: 3,
      execution: execution)
    while !trainer.isFinished { _ = try trainer.trainEpoch() }
    return try trainer.soundState()
  }

  /// What each of some processes comes to: threads of this one that meet at sockets.
  static func ranked<Result: Sendable>(
    _ count: Int, patience: Int = 600, readsMemory: Bool = true, isSlow: Bool = false,
    _ body: @escaping @Sendable (ProcessGroup) throws -> Result
  ) async throws -> [Swift.Result<Result, any Error>] {
    try await ranked(count, patience: patience, readsMemory: readsMemory) { sockets in
      try body(ProcessGroup(isSlow ? Delays(to: sockets) : sockets))
    }
  }

  private static func ranked<Result: Sendable>(
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
  private final class Count: Sendable {
    let value = Atomic(0)
  }

  private static let optimizers: [Optimizer] = [
    .sgd(), .sgd(momentum: 0.9, nesterov: true), .adam(), .adamW(),
  ]

  /// The heart of it: the same bytes for any number of processes and threads, of every optimizer, with every engine, also
  /// where the last batch is short and some processes have no shard of it; by the statistics of the batch and of the shard.
  @Test(arguments: optimizers, Engine.available)
  func anyNumberOfRanksComesToTheSameBits(optimizer: Optimizer, engine: Engine) async throws {
    for (shard, statistics) in [(4, .batch), (5, .batch), (4, .shard)]
      as [(Int, TrainingRecipe.ShardStatistics)]
    {
      let recipe = Self.recipe(optimizer, shard: shard, statistics)
      let alone = try Self.train(recipe, Execution(engine: engine, threads: 1))
      for (ranks, threads) in [(1, 3), (2, 1), (3, 2), (4, 1)] {
        let states = try await Self.ranked(ranks) { group in
          var execution = Execution(engine: engine, threads: threads)
          execution.group = group
          return try Self.train(recipe, execution)
        }
        for state in states {
          var state = try state.get()
          state.partial = alone.partial
          #expect(
            state == alone,
            "\(ranks) ranks of \(threads), shards of \(shard), statistics of the \(statistics)")
        }
      }
    }
  }

  /// Gradients large enough to travel while those below them are computed, through sockets and out of memory, at once and
  /// with delays.
  @Test(arguments: [true, false], [true, false])
  func largeGradientsTravelEarly(readsMemory: Bool, isSlow: Bool) async throws {
    let recipe = Self.recipe(.sgd(momentum: 0.9), shard: 4)
    for graph in [
      try SmallGraphs.deepClassifier(units: [300, 300, 300]),
      try SmallGraphs.normalizedClassifier(units: [300, 300, 300]),
    ] {
      let alone = try Self.train(recipe, Execution(threads: 1), graph)
      for (ranks, threads) in [(2, 2), (3, 1)] {
        let states = try await Self.ranked(ranks, readsMemory: readsMemory, isSlow: isSlow) { group in
          var execution = Execution(threads: threads)
          execution.group = group
          return try Self.train(recipe, execution, graph)
        }
        for state in states {
          let state = try state.get()
          #expect(state.parameters == alone.parameters)
          #expect(state.optimizer == alone.optimizer)
        }
      }
    }
  }

  /// The gradients of the layers above are there first; together the parts have all numbers once, and compute what the
  /// whole computes.
  @Test func aBackwardPassIsCutBetweenLayers() throws {
    let graph = try SmallGraphs.deepClassifier(units: [300, 300, 300])
    let workspace = try Workspace(
      graph, targets: ["loss"], parameters: ParameterStore(graph, precision: .float32), batchSize: 8,
      noise: Workspace.Noise(seed: 1), withGradients: true, density: 1, execution: Execution(threads: 1))
    let layout = GradientLayout(workspace.gradients.map(\.shape))
    let places = layout.places(in: FloatBuffer(count: layout.count))
    let phases = Phases(
      workspace.forward + workspace.backward + zip(workspace.gradients, places).map { $0.step(into: $1) })
    func parts(isCut: Bool) -> [BackwardParts.Part] {
      BackwardParts(phases, gradients: places.count, in: layout, isCut: isCut, Team(threads: 1)).parts
    }
    let (cut, whole) = (parts(isCut: true), parts(isCut: false))
    #expect(whole.map(\.ranges) == [[0..<layout.count]])
    let indices = { (name: String) in
      workspace.gradients.indices.filter { workspace.gradients[$0].name.hasPrefix(name) }
    }
    let (top, middle, bottom) = (
      layout.ranges(of: indices("head.") + indices("dense.2")), layout.ranges(of: indices("dense.1")),
      layout.ranges(of: indices("dense.0"))
    )
    #expect(cut.map(\.ranges) == [top, middle, bottom])
    #expect(cut.flatMap(\.ranges).flatMap(Array.init).sorted() == Array(0..<layout.count))
  }

  /// A share that does not begin with the first shard may hold more sums at a time than all shards in one process; and a
  /// process may have more shards of a smaller batch.
  @Test func manyShardsAreSharedToo() async throws {
    for (graph, batchSize, ranks) in [
      (try SmallGraphs.classifier(), 53, [2, 3]), (try Self.graph(), 53, [2, 3]), (try Self.graph(), 18, [5]),
    ] {
      let recipe = Self.recipe(.sgd(), shard: 1, batchSize: batchSize)
      let alone = try Self.train(recipe, Execution(threads: 1), graph)
      for ranks in ranks {
        let states = try await Self.ranked(ranks) { group in
          var execution = Execution(threads: 1)
          execution.group = group
          return try Self.train(recipe, execution, graph)
        }
        for state in states { #expect(try state.get().parameters == alone.parameters) }
      }
    }
    let tree = ShardTree(shards: 53)
    #expect(tree.mostNodes(of: tree.share(of: 1, among: 2)) > tree.mostNodes(of: 0..<53))
    #expect(
      ShardTree(shards: 17).share(of: 2, among: 5).count > ShardTree(shards: 18).share(of: 2, among: 5).count)
  }

  /// What one process began others go on with, from the middle of an epoch, to the same bytes.
  @Test(arguments: TrainingRecipe.ShardStatistics.allCases)
  func anotherNumberOfRanksGoesOn(statistics: TrainingRecipe.ShardStatistics) async throws {
    let recipe = Self.recipe(.adam(), shard: 4, statistics)
    let alone = try Self.train(recipe, Execution(threads: 1))
    @Sendable func trainer(_ group: ProcessGroup) throws -> Trainer {
      var execution = Execution(threads: 1)
      execution.group = group
      return try Trainer(
        Self.graph(), minimizing: "loss", features: Self.images, labels: Self.labels, recipe: recipe, seed: 3,
        execution: execution)
    }
    struct Stop: Error {}
    let begun = try await Self.ranked(2) { group in
      let trainer = try trainer(group)
      _ = try? trainer.trainEpoch { if $0 > 0.4 { throw Stop() } }
      return trainer.state
    }
    let state = try begun[0].get()
    #expect(state.partial.steps == 2)
    for result in try await Self.ranked(
      3,
      { group in
        let trainer = try trainer(group)
        try trainer.resume(from: state)
        while !trainer.isFinished { _ = try trainer.trainEpoch() }
        return try trainer.soundState()
      })
    {
      let end = try result.get()
      #expect(end.parameters == alone.parameters && end.optimizer == alone.optimizer)
    }
  }

  /// One shard that is the whole batch, or several: the gradient of the batch, but for the last bits.
  @Test(arguments: [false, true]) func shardsAddUpToTheBatch(isNormalized: Bool) throws {
    let graph = try isNormalized ? Self.graph() : SmallGraphs.classifier()
    // Four steps, where what is normalized by others would go elsewhere.
    func parameters(_ shard: Int?) throws -> ParameterTable {
      let recipe = TrainingRecipe(
        epochs: isNormalized ? 2 : 1, batchSize: isNormalized ? 30 : 53, learningRate: 0.5, shard: shard)
      let trainer = try Trainer(
        graph, minimizing: "loss", features: Self.images, labels: Self.labels, recipe: recipe, seed: 3,
        execution: Execution(threads: 1))
      while !trainer.isFinished { _ = try trainer.trainEpoch() }
      return trainer.state.parameters
    }
    let whole = try parameters(nil)
    for shard in [1, 7, 20, 53, 100] {
      let cut = try parameters(shard)
      for name in whole.names {
        let (left, right) = (try #require(whole[name]).elements, try #require(cut[name]).elements)
        let largest = zip(left, right).map { abs($0 - $1) }.max() ?? 0
        #expect(largest < (isNormalized ? 1e-5 : 2e-6), "\(name), shards of \(shard)")
        // What is measured is not trained.
        #expect((left == graph.parameters[name]?.elements) == name.hasPrefix("standard."))
      }
    }
  }

  @Test func whatCannotBeSharedIsRefused() async throws {
    let errors = try await Self.ranked(2) { group in
      var execution = Execution(threads: 1)
      execution.group = group
      return try Self.train(Self.recipe(.sgd(), shard: nil), execution)
    }
    for error in errors {
      let found = #expect(throws: InputError.self) { try error.get() }
      #expect(found?.place == "shard" && found.map { "\($0.advice)" }?.contains("set it: 6") == true)
    }
  }

  /// Processes that have begun with something else are told so, all of them, before the first step.
  @Test func whoeverDiffersIsNoticed() async throws {
    for kind in 0..<3 {
      let errors = try await Self.ranked(3) { group in
        var execution = Execution(threads: 1)
        execution.group = group
        let features = kind == 0 && group.rank == 1 ? SmallGraphs.features(rows: 53, seed: 2) : Self.images
        let seed: UInt64 = kind == 1 && group.rank == 2 ? 4 : 3
        _ = try Trainer(
          Self.graph(), minimizing: "loss", features: features, labels: Self.labels,
          recipe: Self.recipe(.sgd(), shard: 4, kind == 2 && group.rank == 1 ? .shard : .batch), seed: seed,
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
      let ended = Count()
      // Of those that do speak none is kept from it for so long, however busy the machine is.
      let results = try await Self.ranked(3, patience: isSilent ? 5 : 600) { group in
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
    let left = Count()
    let ended: Count
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
    let ended = Count()
    let results = try await Self.ranked(3, patience: isSilent ? 5 : 600) { sockets -> Int in
      let failing = sockets.rank == 1 ? Failing(inner: sockets, ended: ended, isSilent: isSilent) : nil
      var execution = Execution(threads: 1)
      execution.group = ProcessGroup(failing ?? sockets)
      let trainer = try Trainer(
        Self.graph(), minimizing: "loss", features: Self.images, labels: Self.labels,
        recipe: Self.recipe(.sgd(), shard: 4), seed: 3, execution: execution)
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
