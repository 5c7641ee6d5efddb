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
    var swaps: Bool { autoencoder.corruption.contains { $0.kind == .swap } }
  }

  /// True where a layer's noise takes values of other examples' codes.
  package var swapsCodes: Bool { layers.dropFirst().contains(where: \.swaps) }

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
  ///   - validation: other examples, to watch the loss on; nothing is learned from them. Nil, or none, to watch nothing.
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
    try check(state, inputs: features.columns)
    let validation = validation.flatMap { $0.rows > 0 ? $0 : nil }
    if codes == .nowhere { try checkRecomputation(for: features, seed: seed, execution: execution) }
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
        try below.map {
          try self.codes(of: $0, for: examples, layer: k, keeping: codes, execution: execution)
        } ?? examples
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

  private static var noLayers: InputError {
    InputError(
      .recipe, at: "layers", expected: "at least one", found: "none",
      advice: "add a layer to the recipe")
  }
}
