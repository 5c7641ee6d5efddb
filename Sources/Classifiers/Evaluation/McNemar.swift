internal import Foundation

/// McNemar's exact test: do two models make equally many mistakes on the same examples?
///
/// Only the examples that exactly one of them gets right speak to the question (McNemar 1947). If the
/// models are equally good, each such example is a fair coin, so the p-value is a binomial one.
public struct McNemar: Hashable, Sendable {
  /// Examples that only the first model predicted rightly.
  public let onlyFirstCorrect: Int
  /// Examples that only the second model predicted rightly.
  public let onlySecondCorrect: Int

  /// The test from the two counts of examples on which the models differ.
  public init(onlyFirstCorrect: Int, onlySecondCorrect: Int) {
    precondition(onlyFirstCorrect >= 0 && onlySecondCorrect >= 0, "negative counts")
    self.onlyFirstCorrect = onlyFirstCorrect
    self.onlySecondCorrect = onlySecondCorrect
  }

  /// The test between two evaluations. Traps unless they are of the same examples.
  public init(_ first: Evaluation, _ second: Evaluation) {
    precondition(first.labels == second.labels, "McNemar's test compares predictions for the same examples")
    var onlyFirst = 0
    var onlySecond = 0
    for (index, label) in first.labels.enumerated() {
      switch (first.predicted[index] == label, second.predicted[index] == label) {
      case (true, false): onlyFirst += 1
      case (false, true): onlySecond += 1
      default: break
      }
    }
    self.init(onlyFirstCorrect: onlyFirst, onlySecondCorrect: onlySecond)
  }

  /// The two-sided p-value: 2 · P(X ≤ the smaller count), X binomial(both counts, ½), at most 1.
  ///
  /// It is summed relative to its largest term, whose logarithm is taken apart, so it is right down to
  /// the smallest Double, which stands for what lies below it, as no p-value is 0; 1 when the models never differ.
  public var pValue: Double {
    let trials = onlyFirstCorrect + onlySecondCorrect
    let smaller = min(onlyFirstCorrect, onlySecondCorrect)
    // ln C(trials, smaller), the largest of the terms up to it.
    var logChoices = 0.0
    for index in stride(from: 1, through: smaller, by: 1) {
      logChoices += log(Double(trials - smaller + index) / Double(index))
    }
    // C(n, k − 1) / C(n, k) = k / (n − k + 1).
    var term = 1.0
    var sum = 1.0
    for k in stride(from: smaller, to: 0, by: -1) {
      term *= Double(k) / Double(trials - k + 1)
      sum += term
    }
    let value = exp(logChoices + log(sum) + Double(1 - trials) * M_LN2)
    return min(1, max(value, .leastNonzeroMagnitude))
  }
}
