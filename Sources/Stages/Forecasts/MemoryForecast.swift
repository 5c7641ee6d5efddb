internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining

/// The memory that training takes at its fullest moment, in bytes, known before it is taken.
///
/// The plans that will take the memory are asked for it (`TrainingMemory`, `Inference.bytes`), on graphs of shapes
/// alone; what is added here are copies of parameters and a checkpoint that is being written.
/// `docs/reliability.md` compares it with what was measured.
struct MemoryForecast: Equatable {
  /// Weights in all their copies, the optimizer's memory, and a checkpoint of both.
  var parameters = 0
  /// What passes compute for a batch.
  var batches = 0
  /// The codes of the layers below.
  var codes = 0
  /// What the process has already: the program and the data set.
  var resident = 0

  /// All of it.
  var total: Int { parameters + batches + codes + resident }

  static let float = MemoryLayout<Float>.size

  /// What is there before training, with libraries that make themselves ready for a first product.
  init(resident: Int) { self.resident = resident + 24 << 20 }

  /// The fullest moment of pretraining, over its layers.
  ///
  /// - Parameter codes: where those of finished layers are kept.
  /// - Throws: `GraphError` or `InputError` when there can be no such stack.
  init(
    _ pretraining: GreedyPretraining, on dataset: Dataset, keeping place: CodePlan.Place = .memory,
    arithmetic: Arithmetic, resident: Int
  ) throws {
    let examples = dataset.examples.rows + dataset.validation.count
    let stack = try pretraining.outline(inputs: dataset.width)
    var (finished, inputs) = (0, dataset.width)
    var largest = MemoryForecast(resident: resident)
    for (k, layer) in pretraining.layers.enumerated() {
      let graph = try layer.autoencoder.outline(inputs: inputs, layer: k)
      let codes = k == 0 || place != .memory ? 0 : Self.float * examples * inputs

      if k > 0 {
        // The layers below compute their codes, with a copy of their own weights.
        let below = try stack.features(of: NodeRole.code[k - 1])
        var computing = MemoryForecast(resident: resident)
        computing.codes = codes
        computing.parameters =
          Self.float * finished + ParameterStore.bytes(below, precision: arithmetic.precision)
        computing.batches = try Inference.bytes(
          below, target: NodeRole.code[k - 1], density: dataset.train.features.density, arithmetic: arithmetic
        )
        if computing.total > largest.total { largest = computing }
      }

      // Passes through the layers below for training and validation examples, with two batches of codes each.
      let anew =
        try k == 0 || place != .nowhere
        ? 0 : 2 * Self.recomputing(stack, below: k, batchSize: layer.training.batchSize, dataset, arithmetic)

      // How many of the codes will be zero is not known: whichever takes more.
      for density in k == 0 ? [dataset.train.features.density] : [0, 1] {
        let memory = try TrainingMemory(
          graph, minimizing: NodeRole.loss[k], examples: dataset.examples.rows, density: density,
          recipe: layer.training, arithmetic: arithmetic)
        var training = MemoryForecast(resident: resident)
        training.codes = codes + anew
        training.parameters =
          Self.copies(graph, besides: finished, layer.training) + memory.parameters + memory.optimizer
        training.batches =
          try memory.batch + memory.inference
          + Inference.bytes(
            graph, target: NodeRole.loss[k], withNoise: true, density: density, arithmetic: arithmetic)
        if training.total > largest.total { largest = training }
      }
      finished += graph.parameterCount
      inputs = layer.autoencoder.units
    }
    self = largest
  }

  /// What codes take that are computed anew: weights, a pass and two batches.
  private static func recomputing(
    _ stack: LayerGraph, below k: Int, batchSize: Int, _ dataset: Dataset, _ arithmetic: Arithmetic
  ) throws -> Int {
    let below = try stack.features(of: NodeRole.code[k - 1])
    return try ParameterStore.bytes(below, precision: arithmetic.precision)
      + Inference.bytes(
        below, target: NodeRole.code[k - 1], density: dataset.train.features.density, arithmetic: arithmetic)
      + 2 * float * batchSize * below.width(of: NodeRole.code[k - 1])
  }

  /// The layer's first weights, and all that goes into a checkpoint: copies of weights and of what the optimizer
  /// remembers, a second one where it is small enough to wait, and the bytes of these and of the finished layers.
  private static func copies(_ layer: LayerGraph, besides finished: Int, _ training: TrainingRecipe) -> Int {
    float * (2 * finished + layer.parameterCount)
      + checkpoint((1 + training.rememberedMatrices) * layer.parameterCount)
  }

  /// A copy of so many numbers and its bytes, and a copy that waits.
  private static func checkpoint(_ numbers: Int) -> Int {
    2 * float * numbers + min(float * numbers, CheckpointKeeper.largestThatWaits)
  }

  /// The fullest moment of training a network end to end; it has its first weights already when
  /// `isInMemory`.
  ///
  /// - Parameters:
  ///   - network: with a loss `loss` and a head `head`; only its shapes are looked at.
  ///   - examples: how many it learns from.
  /// - Throws: `GraphError` when it has none.
  init(
    _ training: TrainingRecipe, network: LayerGraph, isInMemory: Bool, on dataset: Dataset, examples: Int,
    arithmetic: Arithmetic, resident: Int
  ) throws {
    self.init(resident: resident)
    let memory = try TrainingMemory(
      network, minimizing: NodeRole.loss.name, examples: examples,
      density: dataset.train.features.density,
      recipe: training, arithmetic: arithmetic)
    // The first weights and the best ones, those in training, the optimizer's, a checkpoint and one that waits.
    let count = network.parameterCount
    parameters =
      Self.float * (isInMemory ? 1 : 2) * count + memory.parameters + memory.optimizer
      + Self.checkpoint((1 + training.rememberedMatrices) * count)
    // A pass watches loss and scores.
    batches =
      try memory.batch + memory.inference
      + Inference.bytes(
        network, target: NodeRole.loss.name, reading: [NodeRole.head.name],
        density: dataset.validation.features.density, arithmetic: arithmetic)
  }
}
