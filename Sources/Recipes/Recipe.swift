package import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
package import StrataLayerGraph
package import StrataPretraining

/// A whole experiment: data, pretraining, fine-tuning and the baseline.
///
/// Its defaults are the recipe `Models/sdae-3.yml`. It is read from YAML and written back resolved, by
/// the same table of keys (`RecipeKey`).
package struct Recipe: Hashable, Sendable {
  /// What it is called in headers and tables.
  package var name = "sdae-3"
  /// `mnist`, `fashion-mnist`, `synthetic`, or a path.
  package var dataset = "mnist"
  /// Training images kept for validation.
  package var validation = ValidationSize.sixth
  /// Training images used at most.
  package var limit = ExampleLimit.all
  /// How many of these keep their labels.
  package var labels = ExampleLimit.all
  /// Which of the training examples are kept for validation.
  package var split = Split.automatic
  /// How the data set is read and scaled.
  package var data = DataChoices()
  /// Fixes weights, noise and order.
  package var seed: UInt64 = 1
  /// The stack.
  package var stack = Stack()
  /// How each layer of the stack is pretrained.
  package var pretraining = Training.pretraining
  /// How the network is trained end to end.
  package var fineTuning = Training.fineTuning
  /// The rate of dropout on the input during fine-tuning.
  package var inputDropout: Float = 0.2
  /// The rate of dropout on the codes during fine-tuning.
  package var codeDropout: Float = 0.2
  /// Epochs without a lower validation error after which fine-tuning stops; nil to go on to the last.
  package var patience: Int?
  /// Steps of fine-tuning from one look at the validation examples to the next, at least.
  package var validationInterval = 1
  /// The noise on the input during fine-tuning.
  package var inputNoise = CorruptionExpression.none
  /// The noise within the layers during fine-tuning: for all layers, or one for each.
  package var layerNoise = PerLayer(CorruptionExpression.none)
  /// The share of each label that is spread over all classes in fine-tuning.
  package var labelSmoothing: Float = 0
  /// How labels are spread to examples without one before fine-tuning.
  package var labelSpreading = SpreadingExpression(nil)
  /// How much the examples of each class count in fine-tuning.
  package var classWeights = ClassWeighting.none
  /// The linear models on raw pixels.
  package var baseline = Baseline()
  /// What `tune` varies; nil for a recipe that is as it is.
  package var tuning: TuningSpace?
  /// What there is to say of how it was written.
  package internal(set) var notes = Notes()
  /// Which keys were set; the others have their defaults.
  package internal(set) var assigned = AssignedKeys()

  /// The defaults.
  package init() {}

  /// The widths that a layer can have; a wider one is a slip of the pen, and would ask for more memory
  /// than there is.
  static let widths = 1...65536
  /// The most layers of a stack, for the same reason.
  static let largestDepth = 64
  /// The passes over the examples that something can take; more is a slip of the pen, too.
  static let passes = 1...1_000_000_000
  /// The examples that a step or a shard can be of.
  static let examples = 1...1_000_000_000

  /// The shape of the stack.
  package struct Stack: Hashable, Sendable {
    /// The width of each layer's code, from the input up.
    package var units = [1000, 1000, 1000]
    /// The noise: for all layers, or one for each.
    package var corruption = PerLayer(CorruptionExpression([.init(.masking)]))
    /// The level of noises that name none: for all layers, or one for each.
    package var level = PerLayer<Float>(0.25)
    /// What the codes' units compute.
    package var activation = Activation.sigmoid
    /// What is standardized before it.
    package var normalization = Normalization.none
    /// The noise within a layer: for all layers, or one for each.
    package var codeNoise = PerLayer(CorruptionExpression.none)
    /// How a reconstruction is compared with its input.
    package var loss = ReconstructionLoss.crossEntropy
    /// What the reconstructions' units compute.
    package var decoderActivation = Activation.sigmoid
    /// True when a decoder uses its encoder's weight, transposed.
    package var isTied = true
    /// What a reconstruction is compared with.
    package var target = DenoisingAutoencoder.Target.clean
    /// The loss's weights on corrupted and on untouched elements.
    package var emphasis = PerLayer(EmphasisExpression(nil))
    /// λ of the contractive penalty on codes; nil for none.
    package var contraction = PerLayer<Float?>(nil)
    /// ρ, the mean that a unit is to have, where there is a `sparsityWeight`.
    package var sparsity = PerLayer<Float>(0.05)
    /// β, the weight of that penalty; nil for none.
    package var sparsityWeight = PerLayer<Float?>(nil)
  }

  /// Remarks on a recipe's text: a key that has no meaning any more, a value that is written otherwise today. They are no part of what the recipe
  /// asks for: recipes that differ in them are equal.
  package struct Notes: Hashable, Sendable {
    /// One to a key.
    package var texts: [String] = []

    package static func == (_: Notes, _: Notes) -> Bool { true }
    package func hash(into _: inout Hasher) {}
  }

  /// The linear models on raw pixels.
  package struct Baseline: Hashable, Sendable {
    /// λ of logistic regression's penalty.
    package var weightDecay = 2e-5
    /// Iterations of logistic regression at most.
    package var iterations = LogisticRegression().iterations
    /// λ of the support vector machine's penalty.
    package var svmWeightDecay = 1e-4
    /// Passes over the examples by the support vector machine at most.
    package var svmPasses = LinearSVM().passes
  }

  /// Whether what is encoded is standardized before the activation.
  package enum Normalization: String, Hashable, Sendable, CaseIterable {
    /// As it is.
    case none
    /// By the statistics of the batch.
    case batch
  }

  /// The losses that an autoencoder can have.
  package enum ReconstructionLoss: String, Hashable, Sendable, CaseIterable {
    /// For inputs in [0, 1].
    case crossEntropy = "cross-entropy"
    /// For any inputs.
    case squaredError = "squared-error"

    var loss: Loss { self == .crossEntropy ? .crossEntropy : .squaredError }
  }
}

// MARK: - What the library takes

extension Recipe {
  /// Throws where keys do not go together, so that an impossible recipe is refused before work begins.
  ///
  /// - Throws: `InputError` that names the line of a key that a file has.
  package func check() throws {
    do {
      _ = try greedyPretraining()
      _ = try fineTuningRecipe()
      _ = try noiseOfFineTuning(layers: stack.units.count)
      try checkNormalization()
    } catch let error as InputError {
      guard let place = assigned.places[error.place] else { throw error }
      throw error.moved(to: "\(place): \(error.place)")
    }
  }

  /// Throws where units would be normalized over a single example.
  private func checkNormalization() throws {
    guard stack.normalization != .none else { return }
    for (section, training) in [("pretraining", pretraining), ("fine_tuning", fineTuning)]
    where training.shard == 1 && training.shardStatistics == .shard {
      throw InputError(
        .recipe, at: "\(section).shard",
        expected: "2 or more where units are normalized over the shard", found: "1",
        advice: "take larger shards, or normalize over the batch: \(section).shard_statistics=batch")
    }
    for (section, training) in [("pretraining", pretraining), ("fine_tuning", fineTuning)]
    where training.batchSize.values.contains(1) {
      throw InputError(
        .recipe, at: "\(section).batch_size",
        expected: "2 or more where units are normalized over the batch", found: "1",
        advice: "take larger batches, or leave stack.normalization out")
    }
  }

  /// The noise of fine-tuning as the library takes it: on the input, and within each layer.
  private func noiseOfFineTuning(layers: Int) throws -> (input: [Corruption], layers: [[Corruption]]) {
    let noise = try (0..<layers).map { layer in
      let key = "fine_tuning.noise"
      return try layerNoise.value(for: layer, of: layers, key: key).corruptions(at: key, isWithinLayer: true)
    }
    return (try inputNoise.corruptions(at: "fine_tuning.input_noise"), noise)
  }

  /// True where some noise of fine-tuning has a level that changes with the epochs.
  package var fadesInFineTuning: Bool {
    ([inputNoise] + layerNoise.values).contains { $0.terms.contains { $0.finalLevel != nil } }
  }

  /// The stack as the library takes it.
  package func greedyPretraining() throws -> GreedyPretraining {
    let layers = try stack.units.indices.map { k in
      GreedyPretraining.Layer(
        autoencoder: try stack.autoencoder(k),
        training: try pretraining.recipe(for: k, of: stack.units.count, section: "pretraining"))
    }
    let whole = GreedyPretraining(layers: layers)
    do {
      try whole.check()
    } catch let error as InputError {
      throw error.atKey
    }
    return whole
  }

  /// Fine-tuning as the library takes it.
  ///
  /// - Parameter validation: how many examples there will be to choose by, where that is known.
  /// - Throws: `InputError` when the keys do not go together, or not with that.
  package func fineTuningRecipe(validation: Int? = nil) throws -> FineTuning {
    let fineTuning = FineTuning(
      training: try fineTuning.recipe(for: 0, of: 1, section: "fine_tuning"),
      patience: patience, classWeights: classWeights == .balanced ? .balanced : nil,
      labelSmoothing: labelSmoothing, validationInterval: validationInterval,
      labelSpreading: labelSpreading.value)
    do {
      if let validation { try fineTuning.checkPatience(validationCount: validation) }
    } catch {
      throw error.atKey
    }
    return fineTuning
  }

  /// The network that is trained end to end: an encoder with a head, disturbed in training.
  package func network(on encoder: LayerGraph, classes: Int) throws -> LayerGraph {
    let noise = try noiseOfFineTuning(layers: encoder.nodes.count { $0.role == .code })
    return try encoder.attachingHead(classes: classes)
      .addingNoise(input: noise.input, layers: noise.layers)
      .addingDropout(input: inputDropout, codes: codeDropout)
  }

  /// All that disturbs a network in training: networks that differ in it are trained differently.
  package var disturbance: Disturbance {
    Disturbance(
      inputNoise: inputNoise, layerNoise: layerNoise, inputDropout: inputDropout, codeDropout: codeDropout)
  }

  /// What disturbs a network in training.
  package struct Disturbance: Hashable, Sendable {
    let inputNoise: CorruptionExpression
    let layerNoise: PerLayer<CorruptionExpression>
    let inputDropout, codeDropout: Float
  }

  /// Logistic regression as the library takes it.
  package var logisticRegression: LogisticRegression {
    LogisticRegression(weightDecay: baseline.weightDecay, iterations: baseline.iterations)
  }

  /// The support vector machine as the library takes it.
  package var linearSVM: LinearSVM {
    LinearSVM(weightDecay: baseline.svmWeightDecay, passes: baseline.svmPasses)
  }
}

extension Recipe.Stack {
  /// The autoencoder of layer `k` as the library takes it.
  fileprivate func autoencoder(_ k: Int) throws -> DenoisingAutoencoder {
    func value<Value>(_ values: PerLayer<Value>, _ key: String) throws -> Value {
      try values.value(for: k, of: units.count, key: "stack.\(key)")
    }
    var autoencoder = DenoisingAutoencoder(
      units: units[k], activation: activation, loss: loss.loss, decoderActivation: decoderActivation,
      isTied: isTied)
    autoencoder.corruption = try value(corruption, "corruption").corruptions(
      at: "stack.corruption", level: value(level, "level"))
    autoencoder.isNormalized = normalization != .none
    autoencoder.codeNoise = try value(codeNoise, "code_noise").corruptions(
      at: "stack.code_noise", isWithinLayer: true)
    autoencoder.target = target
    autoencoder.emphasis = try value(emphasis, "emphasis").emphasis
    autoencoder.contraction = try value(contraction, "contraction") ?? 0
    let strength = try value(sparsityWeight, "sparsity_weight")
    let mean = try value(sparsity, "sparsity")
    autoencoder.sparsity = strength.map { Sparsity(target: mean, strength: $0) }
    return autoencoder
  }
}

extension InputError {
  /// The library's error at the key that it comes from.
  fileprivate var atKey: InputError {
    let keys = [
      "loss": "stack.loss", "decoderActivation": "stack.decoder_activation",
      "corruption": "stack.corruption", "emphasis": "stack.emphasis", "target": "stack.target",
      "contraction": "stack.contraction", "sparsity": "stack.sparsity_weight",
      "patience": "fine_tuning.patience", "validationInterval": "fine_tuning.validation_interval",
    ]
    return InputError(
      kind, at: keys[place] ?? place, expected: expected, found: found, advice: advice)
  }
}
