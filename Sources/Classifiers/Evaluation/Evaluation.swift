public import StrataFiles
public import StrataLinearAlgebra

/// How well a model predicts the classes of labelled examples.
///
/// ```swift
/// let evaluation = try Evaluation(predicted: [1, 0, 1, 1], labels: [1, 0, 0, 1], classes: 2)
/// print(evaluation.error.percent)   // 25.0
/// print(evaluation.error.interval)  // the 95 % interval of so few examples
/// ```
public struct Evaluation: Hashable, Sendable {
  /// The predicted class of each example.
  public let predicted: [Int32]
  /// The true class of each example.
  public let labels: [Int32]
  /// How often each class was predicted for each true class.
  public let confusion: ConfusionMatrix
  /// The mean of −ln p(true class), in nats; nil for a model without probabilities.
  public let logLoss: Double?
  /// What the model says of its certainty; nil for a model without probabilities.
  public let certainty: Certainty?

  /// The probabilities that a model gives.
  public struct Certainty: Hashable, Sendable {
    /// The probability of each example's predicted class.
    public let ofPrediction: [Float]
    /// The probability of each example's true class.
    public let ofLabel: [Float]
    /// How often predictions of some confidence are right.
    public let reliability: Reliability
    /// The area under the receiver operating characteristic, each class against the rest, averaged over classes, in
    /// [0, 1]; nil where all examples are of one class.
    public let areaUnderCurve: Double?
  }

  /// Evaluates predicted classes, of a model about whose confidence nothing is known.
  ///
  /// - Throws: `InputError` when there are no examples, when there is not one prediction for each label, or when a
  ///   label or a prediction is not below `classes`.
  public init(predicted: [Int32], labels: [Int32], classes: Int) throws(InputError) {
    self.predicted = predicted
    self.labels = labels
    confusion = try ConfusionMatrix(predicted: predicted, labels: labels, classes: classes)
    logLoss = nil
    certainty = nil
  }

  /// Evaluates scores, examples × classes, the highest of which wins; the lowest class wins a tie.
  ///
  /// For models whose scores are not probabilities, such as a support vector machine.
  ///
  /// - Throws: `InputError` when there are no examples, when there is not one label for each row, when a score is not
  ///   finite, or when a label is not below the number of columns.
  public init(scores: Matrix, labels: [Int32]) throws(InputError) {
    try self.init(
      predicted: scores.classesOfHighestScore(), labels: labels, classes: scores.columns)
  }

  /// Evaluates class probabilities, examples × classes, each row of which sums to 1.
  ///
  /// The most probable class is predicted; the lowest class wins a tie.
  ///
  /// - Throws: `InputError` when there are no examples, when there is not one label for each row, when a row is not a
  ///   distribution, or when a label is not below the number of columns.
  public init(probabilities: Matrix, labels: [Int32]) throws(InputError) {
    try probabilities.checkDistributions()
    predicted = try probabilities.classesOfHighestScore()
    self.labels = labels
    confusion = try ConfusionMatrix(predicted: predicted, labels: labels, classes: probabilities.columns)
    logLoss = StrataClassifiers.logLoss(of: probabilities, labels: labels)
    let confidence = predicted.enumerated().map { probabilities[$0, Int($1)] }
    certainty = Certainty(
      ofPrediction: confidence, ofLabel: labels.enumerated().map { probabilities[$0, Int($1)] },
      reliability: Reliability(confidence: confidence, isRight: zip(predicted, labels).map { $0 == $1 }),
      areaUnderCurve: StrataClassifiers.areaUnderCurve(of: probabilities, labels: labels))
  }

  /// The expected calibration error, in [0, 1] (Guo et al. 2017); nil for a model without probabilities.
  public var calibrationError: Double? { certainty?.reliability.expectedError }

  /// The examples predicted wrongly, out of all: the test error, its percentage and its interval.
  public var error: Proportion {
    Proportion(confusion.total - confusion.correct, of: confusion.total)
  }

  /// The examples predicted rightly, out of all.
  public var accuracy: Proportion { Proportion(confusion.correct, of: confusion.total) }
}
