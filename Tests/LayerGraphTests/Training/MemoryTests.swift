import StrataLinearAlgebra
import Testing

@testable import StrataLayerGraph

/// What is foreseen from shapes is what is taken.
struct MemoryTests {
  /// The same graph without numbers.
  private func outline(_ graph: LayerGraph) throws -> LayerGraph {
    var table = ParameterTable()
    for name in graph.parameters.names {
      table.outline(name, try #require(graph.parameters[name]?.shape))
    }
    return try LayerGraph(nodes: graph.nodes, parameters: table, frozen: graph.frozen)
  }

  @Test(arguments: GradientCase.all, Precision.allCases)
  func aTrainerTakesWhatIsForeseen(_ gradientCase: GradientCase, precision: Precision) throws {
    let arithmetic = Arithmetic(precision: precision)
    guard arithmetic.isPossible else { return }
    let graph = try gradientCase.graph(1)
    let hasSparsity = graph.nodes.contains { if case .sparsity = $0.operation { true } else { false } }
    for (optimizer, averaging, density, shard, statistics) in [
      (.sgd(), nil, 0.1, nil, .batch), (.sgd(momentum: 0.5), 0.9, 1, nil, .batch),
      (.adam(), nil, 0.2, nil, .batch), (.sgd(), 0.5, 1, nil, .batch),
      (.sgd(), nil, 1, 2, .batch), (.adam(), 0.9, 0.2, 3, .batch), (.sgd(), nil, 1, 2, .shard),
    ] as [(Optimizer, Float?, Float, Int?, TrainingRecipe.ShardStatistics)] where shard == nil || !hasSparsity
    {
      for batchSize in [4, 9] {
        let recipe = TrainingRecipe(
          epochs: 1, batchSize: batchSize, learningRate: 0.1, optimizer: optimizer, averaging: averaging,
          shard: shard, shardStatistics: statistics)
        let features = SmallGraphs.features(
          rows: 7, columns: graph.inputWidth, density: density, seed: 1)
        let trainer = try Trainer(
          graph, minimizing: "loss", features: features, labels: SmallGraphs.labels(rows: 7, seed: 1),
          recipe: recipe, seed: 1, execution: Execution(precision: precision, threads: 1))
        let foreseen = try TrainingMemory(
          outline(graph), minimizing: "loss", examples: 7, density: features.density, recipe: recipe,
          arithmetic: arithmetic)
        #expect(
          foreseen.batch + foreseen.parameters + foreseen.optimizer + foreseen.inference == trainer.bytes)
      }
    }
  }

  /// Passes without gradients, with and without noise, and with a gradient down to the examples.
  @Test(arguments: GradientCase.all) func aPassTakesWhatIsForeseen(_ gradientCase: GradientCase) throws {
    let graph = try gradientCase.graph(1)
    let store = ParameterStore(graph, precision: .emulatedBFloat16)
    let execution = Execution(precision: .emulatedBFloat16, threads: 1)
    for (withNoise, withGradients, density) in [
      (false, false, Float(1)), (true, false, 0.1), (false, true, 0.1), (true, true, 1),
    ] {
      let workspace = try Workspace(
        graph, targets: ["loss"], parameters: store, batchSize: 30,
        noise: withNoise ? .init(seed: 1) : nil, withGradients: withGradients, reachingInput: withGradients,
        density: density, execution: execution)
      let layout = try PassLayout(
        outline(graph), targets: ["loss"], batchSize: 30, withNoise: withNoise,
        withGradients: withGradients, reachingInput: withGradients, density: density,
        arithmetic: execution.arithmetic)
      #expect(layout.bytes == workspace.bytes)
    }
  }

  @Test(arguments: GradientCase.all) func anInferenceTakesWhatIsForeseen(_ gradientCase: GradientCase) throws
  {
    let graph = try gradientCase.graph(1)
    for (noise, density) in [(nil, 0.1), (Workspace.Noise(seed: 1), 1)] as [(Workspace.Noise?, Float)] {
      let inference = try Inference(
        graph, target: "loss", noise: noise, density: density, execution: Execution(threads: 1))
      let foreseen = try Inference.bytes(
        outline(graph), target: "loss", withNoise: noise != nil, density: density, arithmetic: Arithmetic())
      #expect(foreseen == inference.bytes)
    }
  }

  /// That the counting is of what is really there: a value of so many numbers, its gradient, and copies of both for
  /// products, are in it, and a value that no product reads has no copy.
  @Test func copiesAreCountedWhereProductsReadThem() throws {
    // Rows of these widths have no gaps between them, with copies and without.
    let (rows, inputs, units) = (100, 96, 480)
    let graph = try SmallGraphs.gated(widths: .init(inputs: inputs, units: units))
    func bytes(_ precision: Precision) throws -> Int {
      try PassLayout(
        outline(graph), targets: ["loss"], batchSize: rows, withNoise: true, withGradients: true,
        arithmetic: Arithmetic(precision: precision)
      ).bytes
    }
    let copies = try bytes(.emulatedBFloat16) - bytes(.float32)
    // Factors: the examples, the product and its gradient's sources; of the gate only its gradient.
    let factors = inputs + units + inputs + 2 * units
    #expect(copies > 2 * rows * factors)
    #expect(copies < 2 * (rows * factors + 32 * 8))
  }
}
