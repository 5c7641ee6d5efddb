internal import Classifiers
internal import Datasets
internal import LayerGraph
internal import LinearAlgebra
internal import Pipeline
internal import Pretraining

extension Laboratory {
  /// The stack of the recipe, or of another, pretrained with a seed; decoders included.
  func stack(of recipe: Recipe? = nil, seed: UInt64) throws -> LayerGraph {
    try shelf.stack(of: recipe ?? self.recipe, seed: seed, options)
  }

  /// The network of the recipe, or of another, trained end to end.
  func classifier(of recipe: Recipe? = nil, isPretrained: Bool = true, seed: UInt64) throws -> Classifier {
    try shelf.classifier(of: recipe ?? self.recipe, isPretrained: isPretrained, seed: seed, options)
  }

  /// Logistic regression on raw pixels.
  func logisticRegression() throws -> Classifier { try shelf.logisticRegression(recipe, options) }

  /// Wrong predictions among the test images, in percent.
  func testError(of classifier: Classifier) throws -> Double {
    try classifier.evaluate(on: dataset.test, execution: execution).error.percent
  }

  /// Wrong predictions among the validation images, in percent.
  func validationError(of classifier: Classifier) throws -> Double {
    try classifier.evaluate(on: dataset.validation, execution: execution).error.percent
  }

  /// The training and the test images as a node of a stack sees them: frozen features with their labels.
  func codes(
    of stack: LayerGraph, at node: String
  ) throws -> (train: LabelledFeatures, test: LabelledFeatures) {
    let encoder = try stack.features(of: node)
    func codes(_ part: Dataset.Part) throws -> LabelledFeatures {
      LabelledFeatures(
        try encoder.values(of: node, for: part.images, execution: execution), labels: part.labels)
    }
    return (try codes(dataset.train), try codes(dataset.test))
  }

  /// The test error, in percent, of logistic regression on frozen features.
  func errorOfLogisticRegression(
    on codes: (train: LabelledFeatures, test: LabelledFeatures)
  ) throws -> Double {
    try recipe.logisticRegression
      .fit(codes.train, classes: dataset.classes, execution: execution)
      .evaluate(on: codes.test, execution: execution).error.percent
  }

  /// The test error, in percent, of the linear SVM on frozen features.
  func errorOfLinearSVM(
    on codes: (train: LabelledFeatures, test: LabelledFeatures), seed: UInt64
  ) throws -> Double {
    try recipe.linearSVM
      .fit(codes.train, classes: dataset.classes, seed: seed, execution: execution)
      .evaluate(on: codes.test, execution: execution).error.percent
  }
}
