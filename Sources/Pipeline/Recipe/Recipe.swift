public import Classifiers
public import LayerGraph
internal import LinearAlgebra
public import Pretraining

/// A whole experiment: data, pretraining, fine-tuning and the baseline.
///
/// Its defaults are the recipe `Models/sdae-3.yml`. It is read from YAML and written back resolved, by
/// the same table of keys (`RecipeKey`).
public struct Recipe: Hashable, Sendable {
  /// What it is called in headers and tables.
  public var name = "sdae-3"
  /// `mnist`, `fashion-mnist`, `synthetic`, or the path of a folder.
  public var dataset = "mnist"
  /// Training images kept for validation; 0 for the data set's own share.
  public var validation = 0
  /// Training images used at most; 0 for all.
  public var limit = 0
  /// Fixes weights, noise and order.
  public var seed: UInt64 = 1
  /// The stack.
  public var stack = Stack()
  /// How each layer of the stack is pretrained.
  public var pretraining = Training.pretraining
  /// How the network is trained end to end.
  public var fineTuning = Training.fineTuning
  /// The rate of dropout on the input during fine-tuning.
  public var inputDropout: Float = 0.2
  /// The rate of dropout on the codes during fine-tuning.
  public var codeDropout: Float = 0.2
  /// Epochs without a lower validation error after which fine-tuning stops; 0 to go on to the last.
  public var patience = 0
  /// The linear models on raw pixels.
  public var baseline = Baseline()

  /// Keys of earlier versions that were read and have no meaning any more, each with why, in words.
  public internal(set) var retired: [String] = []

  /// The defaults.
  public init() {}

  /// The widths that a layer can have; a wider one is a slip of the pen, and would ask for more memory
  /// than there is.
  static let widths = 1...65536
  /// The most layers of a stack, for the same reason.
  static let largestDepth = 64
  /// The passes over the examples that something can take; more is a slip of the pen, too.
  static let passes = 1...1_000_000_000

  /// The shape of the stack.
  public struct Stack: Hashable, Sendable {
    /// The width of each layer's code, from the input up.
    public var units = [1000, 1000, 1000]
    /// The noise: for all layers, or one for each.
    public var corruption = PerLayer(CorruptionExpression([.init(.masking)]))
    /// The level of noises that name none: for all layers, or one for each.
    public var level = PerLayer<Float>(0.25)
    /// What the codes' units compute.
    public var activation = Activation.sigmoid
    /// How a reconstruction is compared with its input.
    public var loss = ReconstructionLoss.crossEntropy
    /// What the reconstructions' units compute.
    public var decoderActivation = Activation.sigmoid
    /// True when a decoder uses its encoder's weight, transposed.
    public var isTied = true
    /// What a reconstruction is compared with.
    public var target = DenoisingAutoencoder.Target.clean
    /// The loss's weights on corrupted and on untouched elements.
    public var emphasis = PerLayer(EmphasisExpression(nil))
    /// λ of the contractive penalty on codes; 0 for none.
    public var contraction = PerLayer<Float>(0)
    /// ρ, the mean that a unit is to have, where `sparsityWeight` is not 0.
    public var sparsity = PerLayer<Float>(0.05)
    /// β, the weight of that penalty; 0 for none.
    public var sparsityWeight = PerLayer<Float>(0)
  }

  /// The linear models on raw pixels.
  public struct Baseline: Hashable, Sendable {
    /// λ of logistic regression's penalty.
    public var weightDecay = 2e-5
    /// Iterations of logistic regression at most.
    public var iterations = LogisticRegression().iterations
    /// λ of the support vector machine's penalty.
    public var svmWeightDecay = 1e-4
    /// Passes over the examples by the support vector machine at most.
    public var svmPasses = LinearSVM().passes
  }

  /// The losses that an autoencoder can have.
  public enum ReconstructionLoss: String, Hashable, Sendable, CaseIterable {
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
  func check() throws {
    _ = try greedyPretraining()
    _ = try fineTuningRecipe()
  }

  /// The stack as the library takes it.
  public func greedyPretraining() throws -> GreedyPretraining {
    let layers = try stack.units.indices.map { k in
      GreedyPretraining.Layer(
        autoencoder: try stack.autoencoder(k),
        training: try pretraining.recipe(for: k, of: stack.units.count, section: "pretraining"))
    }
    let whole = GreedyPretraining(layers: layers)
    do {
      try whole.check()
    } catch let error as InputError {
      throw error.inStack
    }
    return whole
  }

  /// Fine-tuning as the library takes it.
  public func fineTuningRecipe() throws -> FineTuning {
    FineTuning(
      training: try fineTuning.recipe(for: 0, of: 1, section: "fine_tuning"),
      patience: patience == 0 ? nil : patience)
  }

  /// The network that is trained end to end: a stack without its decoders, with a head.
  package func network(on stack: LayerGraph, classes: Int) throws -> LayerGraph {
    try stack.droppingDecoders().attachingHead(classes: classes)
      .addingDropout(input: inputDropout, codes: codeDropout)
  }

  /// Logistic regression as the library takes it.
  public var logisticRegression: LogisticRegression {
    LogisticRegression(weightDecay: baseline.weightDecay, iterations: baseline.iterations)
  }

  /// The support vector machine as the library takes it.
  public var linearSVM: LinearSVM {
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
    autoencoder.corruption = try value(corruption, "corruption").corruptions(level: value(level, "level"))
    autoencoder.target = target
    autoencoder.emphasis = try value(emphasis, "emphasis").emphasis
    autoencoder.contraction = try value(contraction, "contraction")
    let strength = try value(sparsityWeight, "sparsity_weight")
    let mean = try value(sparsity, "sparsity")
    autoencoder.sparsity = strength == 0 ? nil : Sparsity(target: mean, strength: strength)
    return autoencoder
  }
}

extension InputError {
  /// The error of a stack at the key that it comes from.
  fileprivate var inStack: InputError {
    let keys = [
      "loss": "stack.loss", "decoderActivation": "stack.decoder_activation",
      "corruption": "stack.corruption", "emphasis": "stack.emphasis", "target": "stack.target",
      "contraction": "stack.contraction", "sparsity": "stack.sparsity_weight",
    ]
    return InputError(
      kind, at: keys[place] ?? place, expected: expected, found: found, advice: advice)
  }
}
