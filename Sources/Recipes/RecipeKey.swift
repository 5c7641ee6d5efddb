package import StrataClassifiers
internal import StrataFiles
internal import Yams

/// One key of a recipe: the only place that knows its name, its meaning, how it is read and written.
///
/// To add a key: a property of `Recipe` and a line in `RecipeKey.all`.
package struct RecipeKey: Sendable {
  /// The key with its section, for example `pretraining.learning_rate`.
  package let name: String
  /// What it means, with units.
  package let summary: String
  let read: @Sendable (inout Recipe, YAMLNode) throws -> Void
  package let write: @Sendable (Recipe) -> String

  init<Section, Value: RecipeValue>(
    _ name: String, _ section: any (WritableKeyPath<Recipe, Section> & Sendable),
    _ field: any (WritableKeyPath<Section, Value> & Sendable), _ summary: String,
    isAllowed: (@Sendable (Value) -> Bool)? = nil, allowed: String = "", readsOldForms: Bool = true
  ) {
    self.name = name
    self.summary = Value.choices.map { "\(summary): \($0.joined(separator: ", "))" } ?? summary
    read = { recipe, node in
      guard let value = Value(node: node) else {
        throw Self.error(
          name, expected: Value.expected, found: node, advice: Value.advice(on: node))
      }
      // A key that is younger than a form of its values never had it.
      if !readsOldForms, Value.note(on: node) != nil {
        throw Self.error(name, expected: Value.expected, found: node)
      }
      if let isAllowed, !isAllowed(value) {
        throw Self.error(name, expected: allowed, found: node)
      }
      recipe[keyPath: section][keyPath: field] = value
      if let note = Value.note(on: node) { recipe.notes.texts.append("\(name): \(note)") }
    }
    write = { $0[keyPath: section][keyPath: field].text }
  }

  /// The key as the command line sets it to what it is in a recipe: `fine_tuning.epochs=20`.
  package func assignment(in recipe: Recipe) -> String { "\(name)=\(write(recipe))" }

  private static func error(
    _ name: String, expected: String, found: YAMLNode, advice: String? = nil
  ) -> InputError {
    InputError(
      .recipe, at: name, expected: expected, found: found.brief,
      advice: "\(advice.map { $0 + " " } ?? "")mnist-pipeline recipe lists every key with its meaning")
  }

  private static let examples =
    "\(Recipe.examples.lowerBound) to \(Recipe.examples.upperBound)"
  private static let passes = "\(Recipe.passes.lowerBound) to \(Recipe.passes.upperBound)"

  /// Every key, in the order in which a recipe is written.
  package static let all: [RecipeKey] =
    [
      RecipeKey(
        "name", \.self, \.name, "what the recipe is called",
        isAllowed: { name in
          (1...100).contains(name.utf8.count) && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy { $0 != "/" && $0.properties.generalCategory != .control }
        }, allowed: "a name that a folder can have: 1 to 100 bytes, no / in it, no dot in front"),
      RecipeKey(
        "dataset", \.self, \.dataset,
        "mnist, fashion-mnist, synthetic, mnist-rot and its like, or the path of your own"),
      RecipeKey(
        "validation", \.self, \.validation, "training examples kept for validation: sixth, none, or how many"),
      RecipeKey("limit", \.self, \.limit, "training examples used at most: all, or how many"),
      RecipeKey(
        "labels", \.self, \.labels,
        "training examples that keep their labels: all, or how many, as many of each class, drawn by data.labels_seed",
        readsOldForms: false),
      RecipeKey(
        "split", \.self, \.split,
        "which are kept for validation, the last ones or those that data.split_seed draws, each class in proportion"
      ),
    ] + data + [
      RecipeKey("seed", \.self, \.seed, "fixes weights, noise and order"),
      RecipeKey(
        "stack.units", \.stack, \.units, "width of each layer's code, from the input up",
        isAllowed: { $0.count <= Recipe.largestDepth && $0.allSatisfy(Recipe.widths.contains) },
        allowed: "a list of up to \(Recipe.largestDepth) widths from 1 to \(Recipe.widths.upperBound)"),
      RecipeKey(
        "stack.corruption", \.stack, \.corruption,
        "none, or noises: masking; masking 0.25 + gaussian 0.1; masking 0.5 to 0.1 over the epochs"),
      RecipeKey(
        "stack.level", \.stack, \.level,
        "probability of a noise that names none, or gaussian noise's deviation",
        isAllowed: { $0.values.allSatisfy { $0 >= 0 && $0.isFinite } }, allowed: "0 or more"),
      RecipeKey("stack.activation", \.stack, \.activation, "what the codes' units compute"),
      RecipeKey(
        "stack.normalization", \.stack, \.normalization,
        "batch: each unit standardized over the batch before the activation, then scaled and shifted"),
      RecipeKey(
        "stack.code_noise", \.stack, \.codeNoise,
        "none, or noises within a layer in pretraining, on what is standardized or on the code: gaussian 0.3"),
      RecipeKey("stack.loss", \.stack, \.loss, "how a reconstruction is compared with its input"),
      RecipeKey(
        "stack.decoder_activation", \.stack, \.decoderActivation,
        "what the reconstructions' units compute"),
      RecipeKey("stack.tied", \.stack, \.isTied, "decoders use their encoder's weight, transposed"),
      RecipeKey(
        "stack.target", \.stack, \.target,
        "what a reconstruction is compared with; corrupted shows what goes wrong"),
      RecipeKey(
        "stack.emphasis", \.stack, \.emphasis,
        "none, or α/β: the loss's weights on elements that noise has hit and on the others, as in 1/0.5"),
      RecipeKey(
        "stack.contraction", \.stack, \.contraction,
        "λ of the contractive penalty, the squared norm of ∂code/∂input; or none",
        isAllowed: { $0.values.allSatisfy { ($0 ?? 1) > 0 && ($0 ?? 1).isFinite } },
        allowed: "none, or more than 0"),
      RecipeKey(
        "stack.sparsity", \.stack, \.sparsity, "ρ, the mean over a batch that a code's unit is to have",
        isAllowed: { $0.values.allSatisfy { $0 > 0 && $0 < 1 } }, allowed: "a mean between 0 and 1"),
      RecipeKey(
        "stack.sparsity_weight", \.stack, \.sparsityWeight,
        "β, the weight of the penalty on other means, Σ KL(ρ ‖ mean); or none",
        isAllowed: { $0.values.allSatisfy { ($0 ?? 1) > 0 && ($0 ?? 1).isFinite } },
        allowed: "none, or more than 0"),
    ] + training("pretraining", \.pretraining) + training("fine_tuning", \.fineTuning) + [
      RecipeKey(
        "fine_tuning.input_noise", \.self, \.inputNoise,
        "none, or noises on the input in training: gaussian 0.3"),
      RecipeKey(
        "fine_tuning.noise", \.self, \.layerNoise,
        "none, or noises within each layer in training, on what is standardized or on the code: gaussian 0.5"),
      RecipeKey(
        "fine_tuning.label_smoothing", \.self, \.labelSmoothing,
        "share of each label that is spread evenly over all classes in training",
        isAllowed: { (0..<1).contains($0) }, allowed: "at least 0 and below 1"),
      RecipeKey(
        "fine_tuning.label_spreading", \.self, \.labelSpreading,
        "none, or how many nearest neighbours each example hands its label on to before training, for those without one: 10 by angle (pictures), 10 by distance (columns)"
      ),
      RecipeKey(
        "fine_tuning.input_dropout", \.self, \.inputDropout, "share of pixels dropped in training",
        isAllowed: { (0..<1).contains($0) }, allowed: "at least 0 and below 1"),
      RecipeKey(
        "fine_tuning.dropout", \.self, \.codeDropout, "share of each code dropped in training",
        isAllowed: { (0..<1).contains($0) }, allowed: "at least 0 and below 1"),
      RecipeKey(
        "fine_tuning.patience", \.self, \.patience,
        "epochs without a lower validation error, or the same with a lower loss, before it stops; none: it goes on to the last",
        isAllowed: { ($0 ?? 1) >= 1 }, allowed: "none, or 1 or more"),
      RecipeKey(
        "fine_tuning.validation_interval", \.self, \.validationInterval,
        "steps at least from one look at the validation examples to the next; looks are after the first epoch, the last, and others between",
        isAllowed: { $0 >= 1 }, allowed: "1 or more"),
      RecipeKey(
        "fine_tuning.class_weights", \.self, \.classWeights,
        "whether rare classes count more in training, as if all had equally many examples"),
      RecipeKey(
        "baseline.weight_decay", \.baseline, \.weightDecay, "penalty λ of logistic regression",
        isAllowed: { $0 >= 0 && $0.isFinite }, allowed: "0 or more"),
      RecipeKey(
        "baseline.iterations", \.baseline, \.iterations, "iterations of logistic regression at most",
        isAllowed: Recipe.passes.contains, allowed: passes),
      RecipeKey(
        "baseline.svm_weight_decay", \.baseline, \.svmWeightDecay, "penalty λ of the linear SVM",
        isAllowed: { $0 >= 0 && $0.isFinite }, allowed: "0 or more"),
      RecipeKey(
        "baseline.svm_passes", \.baseline, \.svmPasses, "passes over the examples by the linear SVM at most",
        isAllowed: Recipe.passes.contains, allowed: passes),
    ]

  /// Keys of earlier versions that are still read, so that old recipes load, with what a user should know.
  static let retired = [
    "baseline.svm_epochs":
      "the linear SVM goes on until it is at its optimum; baseline.svm_passes limits it"
  ]

  /// The keys that decide what a linear model learns, besides the data.
  package static func deciding(_ model: ModelKind) -> [RecipeKey] {
    let names =
      switch model.linearModel {
      case .logisticRegression: ["baseline.weight_decay", "baseline.iterations"]
      case .linearSVM: ["baseline.svm_weight_decay", "baseline.svm_passes"]
      default: [String]()
      }
    return all.filter { names.contains($0.name) }
  }

  /// The names of the keys that mean something to a linear model.
  package static let ofLinearModels: Set = Set(
    all.map(\.name).filter { $0.hasPrefix("baseline.") }
  ).union(dataset).union(["name", "dataset", "seed"])

  /// The names of the keys that mean something to a network that is trained from random weights.
  package static let withoutPretraining: Set = Set(
    all.map(\.name).filter { !$0.hasPrefix("pretraining.") && !$0.hasPrefix("stack.") }
  ).union(["stack.units", "stack.activation", "stack.normalization"])

  private static func training(
    _ section: String, _ path: any (WritableKeyPath<Recipe, Recipe.Training> & Sendable)
  ) -> [RecipeKey] {
    func key<Value: RecipeValue>(
      _ name: String, _ rest: any (WritableKeyPath<Recipe.Training, Value> & Sendable), _ summary: String,
      isAllowed: (@Sendable (Value) -> Bool)? = nil, allowed: String = ""
    ) -> RecipeKey {
      RecipeKey("\(section).\(name)", path, rest, summary, isAllowed: isAllowed, allowed: allowed)
    }
    return [
      key(
        "epochs", \.epochs, "passes over the examples",
        isAllowed: { $0.values.allSatisfy(Recipe.passes.contains) }, allowed: passes),
      key(
        "batch_size", \.batchSize, "examples in a step",
        isAllowed: { $0.values.allSatisfy(Recipe.examples.contains) }, allowed: examples),
      key(
        "learning_rate", \.learningRate, "for a loss averaged over the batch",
        isAllowed: { $0.values.allSatisfy { $0 > 0 && $0.isFinite } }, allowed: "more than 0"),
      key("schedule", \.schedule, "how the rate changes"),
      key(
        "warm_up_epochs", \.warmUpEpochs, "epochs over which the rate first grows from 0",
        isAllowed: { $0 >= 0 && $0.isFinite }, allowed: "0 or more"),
      key(
        "decay_after", \.decayAfter, "linear-decay: share of training before the rate falls",
        isAllowed: { (0..<1).contains($0) }, allowed: "at least 0 and below 1"),
      key(
        "step_epochs", \.stepEpochs, "step: epochs between changes",
        isAllowed: { $0 > 0 && $0.isFinite }, allowed: "more than 0"),
      key(
        "step_factor", \.stepFactor, "step: factor of a change",
        isAllowed: { $0 > 0 && $0.isFinite }, allowed: "more than 0"),
      key("optimizer", \.optimizer, "what turns a gradient into a step"),
      key(
        "momentum", \.momentum, "momentum of sgd", isAllowed: { (0..<1).contains($0) },
        allowed: "at least 0 and below 1"),
      key("nesterov", \.isNesterov, "Nesterov's momentum"),
      key(
        "weight_decay", \.weightDecay, "penalty λ on weights",
        isAllowed: { $0 >= 0 && $0.isFinite }, allowed: "0 or more"),
      key(
        "max_norm", \.maxNorm, "largest norm of the weights into one unit, or none",
        isAllowed: { ($0 ?? 1) > 0 && ($0 ?? 1).isFinite }, allowed: "none, or more than 0"),
      key(
        "fixed_norm", \.fixedNorm, "norm that the weights into every unit have after each step, or none",
        isAllowed: { ($0 ?? 1) > 0 && ($0 ?? 1).isFinite }, allowed: "none, or more than 0"),
      key(
        "averaging", \.averaging,
        "share kept at each step of the average of the weights, which is what is validated and kept; or none",
        isAllowed: { (0..<1).contains($0 ?? 0) }, allowed: "none, or at least 0 and below 1"),
      key(
        "shard", \.shard,
        "examples of a shard of the batch, which any number of --ranks can share with the same bits; or none",
        isAllowed: { Recipe.examples.contains($0 ?? 1) }, allowed: "none, or \(examples)"),
      key(
        "shard_statistics", \.shardStatistics,
        "what units are normalized over where a batch is cut into shards; over the shard nothing is exchanged for it"
      ),
    ]
  }
}
