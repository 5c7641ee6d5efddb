import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// Batch normalization by the statistics of a batch that is computed shard by shard: what one step and its gradients are.
struct NormalizedShardTests {
  static let cases =
    GradientCase.all.filter { gradientCase in
      (try? gradientCase.graph(1))?.nodes.contains { $0.operation.kind == .standardization } == true
    } + [
      GradientCase("two normalized layers") {
        try SmallGraphs.normalizedClassifier(units: [18, 13], seed: $0)
      },
      GradientCase("examples that are normalized") { try SmallGraphs.standardizedExamples(seed: $0) },
      GradientCase("far from zero") { try SmallGraphs.standardizedFarFromZero(seed: $0) },
    ]

  /// Seven examples and what the pass of a trainer over all of them does to them.
  private static func pass(_ graph: LayerGraph, seed: UInt64, examples: [Int32]? = nil) -> LibraryPass {
    var pass = LibraryPass(
      graph, features: SmallGraphs.features(rows: 7, seed: seed),
      labels: SmallGraphs.labels(rows: 7, seed: seed), examples: examples ?? [0, 1, 2, 3, 4, 5, 6])
    pass.noise = .init(seed: seed)
    return pass
  }

  /// The mean loss and the gradients of a trainer's first step: of momentum nothing but the gradient is remembered then.
  private static func step(
    _ pass: LibraryPass, shard: Int?, _ statistics: TrainingRecipe.ShardStatistics = .batch,
    _ execution: Execution = Execution(threads: 2)
  ) throws -> (loss: Double, gradients: [String: Matrix]) {
    let trainer = try Trainer(
      pass.graph, minimizing: "loss", features: pass.features, labels: pass.labels,
      recipe: TrainingRecipe(
        epochs: 1, batchSize: 7, learningRate: 0.1, optimizer: .sgd(momentum: 0.5), shard: shard,
        shardStatistics: statistics),
      seed: pass.noise?.seed ?? 0, execution: execution)
    let loss = try trainer.trainEpoch().loss
    return (loss, trainer.state.optimizer.slots.compactMapValues(\.first))
  }

  /// Whatever the size of a shard, and be it of one example: the gradient of the whole batch in Double.
  @Test(arguments: cases, [1, 2, 3] as [UInt64])
  func gradientsAreThoseOfTheWholeBatch(_ gradientCase: GradientCase, seed: UInt64) throws {
    let graph = try gradientCase.graph(seed)
    let pass = Self.pass(graph, seed: seed)
    let reference = pass.reference
    let expected = reference.gradient(of: "loss")
    for shard in [1, 2, 3, 4, 7] {
      for engine in Engine.available {
        let found = try Self.step(pass, shard: shard, .batch, Execution(engine: engine, threads: 2))
        #expect(abs(found.loss / reference.loss("loss") - 1) < 5e-7 * reference.conditioning)
        #expect(
          relativeError(found.gradients, expected) < GradientTests.tolerance * reference.conditioning,
          "shards of \(shard)")
      }
    }
  }

  /// That the comparison can fail: shards' own statistics, and a backward pass without one of the sums, are far from it.
  @Test func whatIsMissingIsSeen() throws {
    let pass = Self.pass(try SmallGraphs.standardized(), seed: 5)
    let found = try Self.step(pass, shard: 3).gradients
    for omission in [Omission.batchDeviation, .batchMean, .batchSlope] {
      #expect(relativeError(found, pass.reference.gradient(of: "loss", dropping: omission)) > 0.05)
    }
    #expect(
      relativeError(try Self.step(pass, shard: 3, .shard).gradients, pass.reference.gradient(of: "loss"))
        > 0.05)
  }

  @Test(arguments: cases) func roundedGradientsAreClose(_ gradientCase: GradientCase) throws {
    let pass = Self.pass(try gradientCase.graph(4), seed: 4)
    let reference = pass.reference
    let found = try Self.step(pass, shard: 2, .batch, Execution(precision: .emulatedBFloat16, threads: 2))
    let error = relativeError(found.gradients, reference.gradient(of: "loss"))
    #expect(error < 0.03 * reference.conditioning)
    #expect(error > GradientTests.tolerance, "nothing was rounded")
  }

  /// By their own statistics, shards are what passes over each of them alone come to.
  @Test(arguments: cases, [1, 2] as [UInt64])
  func shardsByThemselvesAreWhatTheyWere(_ gradientCase: GradientCase, seed: UInt64) throws {
    let graph = try gradientCase.graph(seed)
    let whole = Self.pass(graph, seed: seed)
    let order = RandomStream(seed: seed, purpose: "order/loss").at(epoch: 0).permutation(count: 7)
    for shard in [3, 4, 7] {
      let parts = stride(from: 0, to: 7, by: shard).map {
        Self.pass(graph, seed: seed, examples: Array(order[$0..<min($0 + shard, 7)])).reference
      }
      // A shard of one example has nothing to be normalized by.
      guard parts.allSatisfy({ $0.input.rows > 1 }) else { continue }
      var expected: [String: DoubleMatrix] = [:]
      for part in parts {
        for (name, gradient) in part.gradient(of: "loss") {
          let share = gradient.like { gradient[$0, $1] * Double(part.input.rows) / 7 }
          expected[name] = expected[name].map { $0 + share } ?? share
        }
      }
      let found = try Self.step(whole, shard: shard, .shard).gradients
      let conditioning = parts.map(\.conditioning).max() ?? 1
      #expect(relativeError(found, expected) < GradientTests.tolerance * conditioning)
    }
  }

  // MARK: Where nothing changes

  /// Without shards, and where nothing is normalized over a batch, the setting makes no difference, not of a byte.
  @Test func elsewhereNothingIsExchanged() throws {
    let frozen = try SmallGraphs.standardized(isFrozen: true)
    for (graph, shard) in [
      (try SmallGraphs.standardized(), nil), (frozen, 3), (try SmallGraphs.classifier(), 3),
    ] as [(LayerGraph, Int?)] {
      let pass = Self.pass(graph, seed: 1)
      let (batch, shards) = (try Self.step(pass, shard: shard), try Self.step(pass, shard: shard, .shard))
      #expect(batch.gradients == shards.gradients && batch.loss == shards.loss)
      func bytes(_ statistics: TrainingRecipe.ShardStatistics) throws -> Int {
        try Trainer(
          graph, minimizing: "loss", features: pass.features, labels: pass.labels,
          recipe: TrainingRecipe(
            epochs: 1, batchSize: 7, learningRate: 0.1, shard: shard, shardStatistics: statistics), seed: 1
        ).bytes
      }
      #expect(try bytes(.batch) == bytes(.shard))
    }
  }

  /// A pass is cut three times for each normalized layer, and the gradients of the layers above are done before those of
  /// the layers below.
  @Test func aPassIsCutWhereItWaits() throws {
    let graph = try SmallGraphs.normalizedClassifier(units: [20, 13])
    let workspace = try Workspace(
      graph, targets: ["loss"], parameters: ParameterStore(graph, precision: .float32), batchSize: 4,
      noise: .init(seed: 1), statistics: .ofAllShards, withGradients: true, execution: Execution(threads: 1))
    let stretches = Stretches(workspace).all
    #expect(stretches.map { $0.summed.map(\.columns) } == [[20], [20], [13], [13], [13, 13], [20, 20], []])
    try #require(stretches.count == 7)
    let names = stretches.map { Set($0.gradients.map { workspace.gradients[$0].name }) }
    #expect(names[..<4].allSatisfy { $0.isEmpty })
    #expect(names[4] == ["head.weight", "head.bias", "scaled.1.gain", "scaled.1.bias"])
    #expect(names[5] == ["dense.1.weight", "scaled.0.gain", "scaled.0.bias"])
    #expect(names[6] == ["dense.0.weight"])
    let steps = (workspace.forward + workspace.backward).count { $0.panels.count > 0 }
    #expect(stretches.reduce(0) { $0 + $1.steps.count } == steps)
  }

  @Test func oneExampleIsNotEnough() throws {
    for (batch, shard, place) in [(1, 1, "batchSize"), (6, 1, "shard")] {
      let error = #expect(throws: InputError.self) {
        try Trainer(
          SmallGraphs.standardized(), minimizing: "loss", features: SmallGraphs.features(rows: 6, seed: 1),
          recipe: TrainingRecipe(
            epochs: 1, batchSize: batch, learningRate: 0.1, shard: shard, shardStatistics: .shard), seed: 1)
      }
      #expect(error?.place == place)
    }
  }
}
