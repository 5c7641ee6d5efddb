public import StrataLinearAlgebra

extension Classifier {
  /// How well it predicts the classes of labelled examples: error with interval, confusion, and for a
  /// model with probabilities log loss and calibration.
  ///
  /// - Throws: `InputError` when the examples are not as wide as its input, or there are none.
  public func evaluate(
    on examples: any LabelledExamples, execution: Execution = Execution()
  ) throws -> Evaluation {
    hasProbabilities
      ? try Evaluation(
        probabilities: probabilities(for: examples.features, execution: execution),
        labels: examples.labels)
      : try Evaluation(
        scores: scores(for: examples.features, execution: execution), labels: examples.labels)
  }
}
