internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataSession

extension FewLabels {
  /// A way of learning from the labels at hand.
  enum Learner: CaseIterable {
    /// Logistic regression of the pixels.
    case regression
    /// The net from random weights, trained end to end.
    case scratch
    /// Logistic regression of the features of a pretrained stack, which is left as it is.
    case features
    /// The pretrained stack, trained end to end.
    case stack

    /// What it is called in tables.
    var level: Level {
      switch self {
      case .regression: "logistic regression"
      case .scratch: "random weights"
      case .features: "stack's features"
      case .stack: "pretrained stack"
      }
    }

    /// What its results are called in an archive.
    var result: String {
      switch self {
      case .regression: "tried-regression"
      case .scratch: "tried-from-scratch"
      case .features: "tried-features"
      case .stack: "tried"
      }
    }

    /// The settings among which is chosen, each as assignments: of a network those of the recipe, or the recipe as it is where
    /// it names none; of a linear model penalties.
    func settings(_ laboratory: Laboratory) -> [[String]] {
      let recipe = laboratory.recipe
      return switch self {
      case .scratch, .stack: recipe.tuning?.settings(seed: recipe.seed) ?? [[]]
      case .regression, .features: Self.penalties.map { ["baseline.weight_decay=\($0)"] }
      }
    }

    private static let penalties = [0.0001, 0.001, 0.01, 0.1]
  }

  /// One setting with one seed: errors in percent, the test error known and not looked at before the choice is made.
  struct Tried: Codable {
    let validation, test: Double
    /// By cross-validation over the labels at hand; nil where that is not looked at.
    let folds: Double?
  }
}

extension FewLabels.Learner {
  /// Learns with one setting of so many, and measures what came of it.
  func attempt(
    _ recipe: Recipe, seed: UInt64, choices: Int, in laboratory: Laboratory
  ) throws -> FewLabels.Tried {
    let dataset = try laboratory.shelf.dataset(of: recipe, laboratory.options)
    let examples = try examples(dataset, recipe, seed: seed, in: laboratory)
    let train = try training(recipe, seed: seed, classes: dataset.classes, in: laboratory)
    func error(_ classifier: Classifier, on part: LabelledFeatures) throws -> Double {
      try classifier.evaluate(on: part, execution: laboratory.execution).error.percent
    }
    let classifier = try train(examples.train)
    var folds: Double?
    if dataset.train.count <= FewLabels.mostForFolds, choices > 1 {
      let parts = Folds(examples.train, count: FewLabels.folds)
      folds = try (0..<parts.count).reduce(0) { sum, part in
        let (kept, left) = try parts.split(leavingOut: part)
        return try sum + error(train(kept), on: left)
      }
    }
    return FewLabels.Tried(
      validation: try error(classifier, on: examples.validation),
      test: try error(classifier, on: examples.test), folds: folds)
  }

  /// What is learned from: the pixels, or what the stack makes of them.
  private func examples(
    _ dataset: Dataset, _ recipe: Recipe, seed: UInt64, in laboratory: Laboratory
  ) throws -> FrozenCodes {
    guard self == .features else { return try FrozenCodes(dataset) { $0.features } }
    let code = NodeRole.code[recipe.stack.units.count - 1]
    let encoder = try laboratory.stack(of: recipe, seed: seed).features(of: code)
    return try FrozenCodes(dataset) {
      try encoder.values(of: code, for: $0.features, execution: laboratory.execution)
    }
  }

  /// What makes a classifier of labelled examples.
  private func training(
    _ recipe: Recipe, seed: UInt64, classes: Int, in laboratory: Laboratory
  ) throws -> (any LabelledExamples) throws -> Classifier {
    let (execution, request) = (laboratory.execution, laboratory.options.stopRequest)
    switch self {
    case .regression, .features:
      return {
        try recipe.logisticRegression.fit($0, classes: classes, execution: execution) { _ in
          try request.check()
        }
      }
    case .scratch, .stack:
      let network = try laboratory.shelf.network(
        of: recipe, isPretrained: self == .stack, seed: seed, laboratory.options)
      let fineTuning = try recipe.fineTuningRecipe()
      return {
        try fineTuning.fit(network, to: $0, validation: nil, seed: seed, execution: execution) { _ in
          try request.check()
        }.classifier
      }
    }
  }
}
