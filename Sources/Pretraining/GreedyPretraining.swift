public import Foundation
internal import StrataFiles
public import StrataLayerGraph
public import StrataLinearAlgebra

/// Greedy layer-wise pretraining (Bengio et al. 2007; Vincent et al. 2010, section 3.5): each
/// autoencoder learns on the clean codes of the finished ones below it.
///
/// It is handed features and nothing else, so it cannot see a label.
///
/// ```swift
/// let layer = GreedyPretraining.Layer(
///   autoencoder: DenoisingAutoencoder(units: 1000, corruption: .masking(0.25)),
///   training: TrainingRecipe(epochs: 10, batchSize: 128, learningRate: 0.1))
/// let stack = try GreedyPretraining(layers: [layer, layer]).fit(images, seed: 1)
/// ```
public struct GreedyPretraining: Hashable, Sendable, Codable {
  /// One layer of the stack, with its own noise, epochs and learning rate.
  public struct Layer: Hashable, Sendable, Codable {
    /// The autoencoder's shape and noise.
    public var autoencoder: DenoisingAutoencoder
    /// How it is trained.
    public var training: TrainingRecipe

    /// A layer.
    public init(autoencoder: DenoisingAutoencoder, training: TrainingRecipe) {
      self.autoencoder = autoencoder
      self.training = training
    }

    /// True where noise takes values of other examples.
    fileprivate var swaps: Bool { autoencoder.corruption.contains { $0.kind == .swap } }
  }

  /// What an epoch of one layer came to.
  public struct Epoch: Sendable, Equatable {
    /// The layer, from 0.
    public let layer: Int
    /// The epoch and its denoising loss on the training examples.
    public let training: Trainer.Epoch
    /// The denoising loss on the validation examples after the epoch; nil when there are none.
    public let validationLoss: Double?
  }

  /// Where pretraining stands.
  public struct State: Sendable, Equatable {
    /// The finished layers, decoders included; nil before the first is finished.
    public var stack: LayerGraph?
    /// The number of finished layers.
    public var layer: Int
    /// The layer in progress; nil when it has not begun.
    public var training: Trainer.State?

    /// A state; by default the beginning.
    public init(stack: LayerGraph? = nil, layer: Int = 0, training: Trainer.State? = nil) {
      self.stack = stack
      self.layer = layer
      self.training = training
    }
  }

  /// What is reported while it runs.
  public enum Event {
    /// A layer begins; the graph is that of its autoencoder.
    case layer(Int, LayerGraph)
    /// A share of an epoch (counted from 1) is done; `state` copies where pretraining stands.
    case progress(layer: Int, epoch: Int, share: Double, state: () throws -> State)
    /// An epoch is done; `state` copies where pretraining stands.
    case epoch(Epoch, state: () throws -> State)
  }

  /// True where a layer's noise takes values of other examples' codes.
  package var swapsCodes: Bool { layers.dropFirst().contains(where: \.swaps) }

  /// Where the codes of the finished layers are kept while the next one learns from them.
  public enum CodeStorage: Hashable, Sendable {
    /// In memory: four bytes for each example and unit.
    case memory
    /// On the disk of a folder, in a file without a name that is gone afterwards, however that comes; read a batch at
    /// a time.
    case folder(URL)
    /// Nowhere: those of a batch are computed anew by the finished layers, every time. That is refused where it would not
    /// give the same bits, and where noise takes values of other examples, one from each.
    case nowhere
  }

  /// The layers, from the input up.
  public var layers: [Layer]

  /// A stack of layers.
  public init(layers: [Layer]) { self.layers = layers }

  /// The stack's shape with fresh parameters: the same shape as a pretrained one, at random
  /// initialisation.
  public func untrained(inputs: Int, seed: UInt64) throws -> LayerGraph {
    try stack(inputs: inputs) { k, below in
      try layers[k].autoencoder.graph(inputs: below, layer: k, seed: seed)
    }
  }

  /// The same stack with shapes alone, to plan with.
  package func outline(inputs: Int) throws -> LayerGraph {
    try stack(inputs: inputs) { k, below in try layers[k].autoencoder.outline(inputs: below, layer: k) }
  }

  private func stack(
    inputs: Int, _ graph: (_ layer: Int, _ inputs: Int) throws -> LayerGraph
  ) throws -> LayerGraph {
    var stack: LayerGraph?
    for k in layers.indices {
      let below = try stack.map { try $0.width(of: NodeRole.code[k - 1]) } ?? inputs
      let layer = try graph(k, below)
      stack = try stack.map { try $0.stacking(layer, on: NodeRole.code[k - 1]) } ?? layer
    }
    guard let stack else { throw Self.noLayers }
    return stack
  }

  /// Throws an `InputError` or a `GraphError` where something cannot be, or where a layer does not go with the codes of the
  /// one below it: the stack is checked as a whole, before any of it is trained.
  public func check() throws {
    guard !layers.isEmpty else { throw Self.noLayers }
    for (k, layer) in layers.enumerated() {
      try layer.autoencoder.check()
      try layer.training.check()
      if k > 0 {
        try layer.autoencoder.check(onCodesOf: layers[k - 1].autoencoder.activation, layer: k)
      }
      // How wide the inputs are is not known here, and does not matter to noise and penalties.
      _ = try layer.autoencoder.outline(inputs: k > 0 ? layers[k - 1].autoencoder.units : 1, layer: k)
    }
  }

  /// Pretrains every layer in turn.
  ///
  /// - Parameters:
  ///   - features: the examples, without labels.
  ///   - validation: other examples, to watch the loss on; nothing is learned from them.
  ///   - seed: of the weights, the noise and the order of the examples.
  ///   - state: where to go on from.
  ///   - codes: where the codes of finished layers are while the next one learns from them; the stack is the same.
  ///   - execution: how the arithmetic is carried out.
  ///   - report: called as it goes; what it throws ends pretraining, except that `StopTraining` ends one layer, and the
  ///     next begins. A state that it asks for is sound: instead of one with a number that is not finite it gets an
  ///     error.
  /// - Returns: the stack, decoders included.
  /// - Throws: `CancellationError` when the task is cancelled; `InputError` or `GraphError` where recipe, examples and
  ///   state do not go together, or when the loss is no longer a number.
  public func fit(
    _ features: any Features, validation: (any Features)? = nil, seed: UInt64,
    from state: State = State(), keeping codes: CodeStorage = .memory, execution: Execution = Execution(),
    report: (Event) throws -> Void = { _ in }
  ) throws -> LayerGraph {
    try check()
    try check(state)
    // Before anything is trained: whether codes can be computed anew does not depend on what the weights are.
    if codes == .nowhere {
      let stack = try untrained(inputs: features.columns, seed: seed)
      for k in layers.indices.dropFirst() {
        let node = NodeRole.code[k - 1]
        _ = try recomputed(
          stack.features(of: node), of: node, for: features[rows: 0..<min(features.rows, 1500)], layer: k,
          execution)
      }
    }
    if let first = layers.first?.autoencoder, first.corruption.contains(where: \.kind.needsUnitInterval),
      let range = features.range
    {
      try first.check(noiseOn: range, of: "layer 1")
    }
    var stack = state.stack
    for k in layers.indices.dropFirst(state.layer) {
      // The codes of the layers below, computed once for this layer and let go before the next.
      let below = try stack?.features(of: NodeRole.code[k - 1])
      func inputs(_ examples: any Features) throws -> any Features {
        guard let below else { return examples }
        let node = NodeRole.code[k - 1]
        return switch codes {
        case .memory: try below.values(of: node, for: examples, execution: execution)
        case .folder(let folder):
          try below.values(of: node, for: examples, in: folder, execution: execution)
        case .nowhere: try recomputed(below, of: node, for: examples, layer: k, execution)
        }
      }
      let finished = stack
      let layer = try naming(layer: k) {
        try train(
          k, on: inputs(features), validation: validation.map(inputs), seed: seed,
          from: k == state.layer ? state.training : nil, execution: execution, report: report,
          state: { State(stack: finished, layer: k, training: $0) })
      }
      stack = try stack.map { try $0.stacking(layer, on: NodeRole.code[k - 1]) } ?? layer
    }
    guard let stack else { throw Self.noLayers }
    return stack
  }

  private func recomputed(
    _ below: LayerGraph, of node: String, for examples: any Features, layer k: Int, _ execution: Execution
  ) throws -> any Features {
    let layer = layers[k]
    let swaps = layer.swaps
    let values =
      swaps
      ? nil
      : try RecomputedValues(
        below, of: node, for: examples, batchSize: layer.training.batchSize, execution: execution)
    guard let values else {
      throw InputError(
        .unavailable, at: "the codes below layer \(k + 1)",
        expected: "codes that can be computed anew for each batch",
        found: swaps
          ? "noise that takes values of other examples"
          : "an engine that gives a row other bits in another batch",
        advice: "keep them in memory or on the disk")
    }
    return values
  }

  private func train(
    _ k: Int, on inputs: any Features, validation: (any Features)?, seed: UInt64,
    from state: Trainer.State?, execution: Execution, report: (Event) throws -> Void,
    state stateOf: @escaping (Trainer.State) -> State
  ) throws -> LayerGraph {
    let graph = try layers[k].autoencoder.graph(inputs: inputs.columns, layer: k, seed: seed)
    if let validation {
      try graph.check(features: validation, labels: nil, for: NodeRole.loss[k])
    }
    let trainer = try Trainer(
      graph, minimizing: NodeRole.loss[k], features: inputs, recipe: layers[k].training, seed: seed,
      execution: execution)
    if let state { try trainer.resume(from: state) }
    let watch = try Inference(
      graph, target: NodeRole.loss[k], parameters: trainer.inferenceParameters,
      noise: Workspace.Noise(seed: seed, purpose: "validation/"), density: inputs.density,
      execution: execution)
    try report(.layer(k, graph))
    let state = { stateOf(try trainer.soundState()) }
    do {
      while !trainer.isFinished {
        let number = trainer.epoch + 1
        let epoch = try trainer.trainEpoch { share in
          try report(.progress(layer: k, epoch: number, share: share, state: state))
        }
        let progress = trainer.recipe.progress(atEpoch: number - 1)
        try trainer.updatedInferenceParameters()
        let validationLoss = try validation.map { try watch.meanLoss(of: $0, progress: progress) }
        try validationLoss.map(trainer.requireFinite)
        try report(
          .epoch(Epoch(layer: k, training: epoch, validationLoss: validationLoss), state: state))
      }
    } catch is StopTraining {
      // The layer stays as it is.
    }
    let trained = trainer.graph
    try inputs.requireIntact()
    return trained
  }

  /// Says of numbers that went wrong in which layer they did, counted from 1.
  private func naming<Result>(layer k: Int, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as InputError where error.kind == .numericalFailure {
      throw InputError(
        error.kind, at: "layer \(k + 1), \(error.place)", expected: error.expected, found: error.found,
        advice: error.advice)
    }
  }

  /// Throws unless as many layers are finished as the stack holds.
  private func check(_ state: State) throws {
    let finished = layers.indices.filter { state.stack?[NodeRole.code[$0]] != nil }.count
    guard state.layer == finished, state.layer < layers.count || state.training == nil else {
      throw InputError(
        .malformedData, at: "the state of pretraining",
        expected: "\(finished) finished layers, as the stack has", found: "\(state.layer)",
        advice: "go on with the checkpoint of this very run, or begin again")
    }
  }

  private static var noLayers: InputError {
    InputError(
      .recipe, at: "layers", expected: "at least one", found: "none",
      advice: "add a layer to the recipe")
  }
}
