internal import StrataLayerGraph

extension Recipe {
  /// The keys that were set in a recipe's text or on the command line. They are no part of what the recipe asks for:
  /// recipes that differ in them alone are equal.
  package struct AssignedKeys: Hashable, Sendable {
    /// Their names: `pretraining.epochs`.
    package var names: Set<String> = []
    /// Where a file has them: `quick.yml, line 3`.
    var places: [String: String] = [:]

    package static func == (_: AssignedKeys, _: AssignedKeys) -> Bool { true }
    package func hash(into _: inout Hasher) {}
  }

  /// The fewest steps that a layer's pretraining takes unless the recipe sets the epochs, on up to half as many examples as
  /// MNIST has; from there on they come down to what the recipe takes of MNIST. What is to be learned first, how large a reconstruction is, takes as long whatever the data.
  package static let leastPretrainingSteps = 5000
  /// The fewest steps that fine-tuning takes unless the recipe sets the epochs.
  package static let leastFineTuningSteps = 2000
  /// The fewest looks at the validation examples while fine-tuning, unless the recipe sets the steps between two: the
  /// weights that are kept are those of one of them.
  package static let fewestLooks = 20
  /// The training examples of MNIST, which the recipes were written for: so many, or more, leave them as they are.
  package static let usualExamples = 50_000

  /// The recipe with defaults that suit the data: where epochs are not set, at least as many as make enough steps to
  /// learn something of few examples. Many examples, such as MNIST's, leave it as it is.
  ///
  /// - Parameters:
  ///   - examples: how many pretraining learns from.
  ///   - labelled: how many of them have a label, which fine-tuning learns from; nil for all.
  package func scaled(to examples: Int, labelled: Int? = nil) -> Recipe {
    var recipe = self
    if !assigned.names.contains("pretraining.epochs") {
      recipe.pretraining.takeSteps(atLeast: Self.leastPretrainingSteps, of: examples)
    }
    if !assigned.names.contains("fine_tuning.epochs") {
      recipe.fineTuning.takeSteps(atLeast: Self.leastFineTuningSteps, of: labelled ?? examples)
    }
    if !assigned.names.contains("fine_tuning.validation_interval") {
      let steps = recipe.fineTuning.steps(of: labelled ?? examples)
      recipe.validationInterval = min(validationInterval, max(1, steps / Self.fewestLooks))
    }
    return recipe
  }

  /// The recipe with as many epochs as so few examples need, whether or not it sets them.
  package func needed(for examples: Int, labelled: Int? = nil) -> Recipe {
    var recipe = self
    for key in ["pretraining.epochs", "fine_tuning.epochs"] { recipe.forgetAssignment(of: key) }
    return recipe.scaled(to: examples, labelled: labelled)
  }

  /// The recipe with defaults that suit numbers beyond 0 to 1, where nothing else was set: cross-entropy cannot compare
  /// them, so the squared error does, with linear units.
  package func suitingAnyNumbers() -> Recipe {
    guard assigned.names.isDisjoint(with: ["stack.loss", "stack.decoder_activation"]) else { return self }
    var recipe = self
    (recipe.stack.loss, recipe.stack.decoderActivation) = (.squaredError, .linear)
    return recipe
  }

  /// Takes a key to be one that nobody has set: its value stays, until the data ask for another.
  package mutating func forgetAssignment(of key: String) { assigned.names.remove(key) }

  /// The recipe with another one's values of some keys, unless they were set here.
  package func inheriting(_ keys: [RecipeKey], from other: Recipe) throws -> Recipe {
    var recipe = self
    for key in keys where !assigned.names.contains(key.name) {
      try recipe.set(key.assignment(in: other))
    }
    return recipe
  }
}

extension Recipe.Training {
  /// Its steps in training on so many examples: of the layer that takes the fewest.
  package func steps(of examples: Int) -> Int {
    (0..<max(epochs.values.count, batchSize.values.count)).map { k in
      let size = batchSize.values[min(k, batchSize.values.count - 1)]
      return epochs.values[min(k, epochs.values.count - 1)] * ((examples + size - 1) / size)
    }.min() ?? 0
  }

  fileprivate mutating func takeSteps(atLeast steps: Int, of examples: Int) {
    guard examples < Recipe.usualExamples else { return }
    // From half of MNIST on it comes down to what the recipe, which was written for MNIST, takes of that.
    let beyond = max(0, steps - self.steps(of: Recipe.usualExamples))
    let share = max(0, 2 * Double(examples) / Double(Recipe.usualExamples) - 1)
    let steps = steps - Int(Double(beyond) * share)
    // One number of epochs for all layers, or one for each where their batches differ.
    let least = batchSize.values.map { size in
      let inAnEpoch = max(1, (examples + size - 1) / size)
      return (steps + inAnEpoch - 1) / inAnEpoch
    }
    guard least.contains(where: { count in epochs.values.contains { $0 < count } }) else { return }
    let count = max(epochs.values.count, least.count)
    epochs = PerLayer(
      (0..<count).map { k in
        max(epochs.values[min(k, epochs.values.count - 1)], least[min(k, least.count - 1)])
      })
  }
}
