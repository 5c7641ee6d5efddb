import StrataCommunication
import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Batches that are computed shard by shard, by one process or by several.
struct ShardTests {
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
      let recipe = ShardProblem.recipe(optimizer, shard: shard, statistics)
      let alone = try ShardProblem.train(recipe, Execution(engine: engine, threads: 1))
      for (ranks, threads) in [(1, 3), (2, 1), (3, 2), (4, 1)] {
        let states = try await Ranks.run(ranks) { group in
          var execution = Execution(engine: engine, threads: threads)
          execution.group = group
          return try ShardProblem.train(recipe, execution)
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
    let recipe = ShardProblem.recipe(.sgd(momentum: 0.9), shard: 4)
    for graph in [
      try SmallGraphs.deepClassifier(units: [300, 300, 300]),
      try SmallGraphs.normalizedClassifier(units: [300, 300, 300]),
    ] {
      let alone = try ShardProblem.train(recipe, Execution(threads: 1), graph)
      for (ranks, threads) in [(2, 2), (3, 1)] {
        let states = try await Ranks.run(ranks, readsMemory: readsMemory, isSlow: isSlow) { group in
          var execution = Execution(threads: threads)
          execution.group = group
          return try ShardProblem.train(recipe, execution, graph)
        }
        for state in states {
          let state = try state.get()
          #expect(state.parameters == alone.parameters)
          #expect(state.optimizer == alone.optimizer)
        }
      }
    }
  }

  /// A share that does not begin with the first shard may hold more sums at a time than all shards in one process; and a
  /// process may have more shards of a smaller batch.
  @Test func manyShardsAreSharedToo() async throws {
    for (graph, batchSize, ranks) in [
      (try SmallGraphs.classifier(), 53, [2, 3]), (try ShardProblem.graph(), 53, [2, 3]),
      (try ShardProblem.graph(), 18, [5]),
    ] {
      let recipe = ShardProblem.recipe(.sgd(), shard: 1, batchSize: batchSize)
      let alone = try ShardProblem.train(recipe, Execution(threads: 1), graph)
      for ranks in ranks {
        let states = try await Ranks.run(ranks) { group in
          var execution = Execution(threads: 1)
          execution.group = group
          return try ShardProblem.train(recipe, execution, graph)
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
    let recipe = ShardProblem.recipe(.adam(), shard: 4, statistics)
    let alone = try ShardProblem.train(recipe, Execution(threads: 1))
    @Sendable func trainer(_ group: ProcessGroup) throws -> Trainer {
      var execution = Execution(threads: 1)
      execution.group = group
      return try Trainer(
        ShardProblem.graph(), minimizing: "loss", features: ShardProblem.images, labels: ShardProblem.labels,
        recipe: recipe, seed: 3,
        execution: execution)
    }
    struct Stop: Error {}
    let begun = try await Ranks.run(2) { group in
      let trainer = try trainer(group)
      _ = try? trainer.trainEpoch { if $0 > 0.4 { throw Stop() } }
      return trainer.state
    }
    let state = try begun[0].get()
    #expect(state.partial.steps == 2)
    for result in try await Ranks.run(
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
    let graph = try isNormalized ? ShardProblem.graph() : SmallGraphs.classifier()
    // Four steps, where what is normalized by others would go elsewhere.
    func parameters(_ shard: Int?) throws -> ParameterTable {
      let recipe = TrainingRecipe(
        epochs: isNormalized ? 2 : 1, batchSize: isNormalized ? 30 : 53, learningRate: 0.5, shard: shard)
      let trainer = try Trainer(
        graph, minimizing: "loss", features: ShardProblem.images, labels: ShardProblem.labels, recipe: recipe,
        seed: 3,
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
}
