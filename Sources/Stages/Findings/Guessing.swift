internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataRuns

/// What one knows without learning: the commonest class.
enum Guessing {
  /// Of fewer validation examples an error says nothing.
  private static let fewestExamples = 10

  /// The finding that a classifier is worse than naming the commonest class always: even the lower end of the 95 %
  /// interval of its validation error is above the share of all other classes; or no better, where that share lies
  /// within the interval. Nil when it is better, or nobody knows.
  static func finding(_ error: Proportion?, on validation: Dataset.Part, classes: Int) -> RunRecord.Finding? {
    guard let error, let most = validation.classCounts(of: classes).max(), validation.count > 0 else {
      return nil
    }
    let others = Double(validation.count - most) / Double(validation.count)
    let tooFew = RunRecord.Finding(
      .guessing,
      "was chosen by only \(error.total) validation example\(error.total == 1 ? "" : "s"), too few to tell it from naming "
        + "always their commonest class (\(String(100 * others, decimals: 2)) %): keep more for validation")
    if validation.count < fewestExamples { return tooFew }
    guard error.interval.lowerBound > others else {
      guard error.interval.upperBound >= others else { return nil }
      // No mistakes, and yet nothing can be told: it is the images that are too few.
      if error.count == 0 { return tooFew }
      return RunRecord.Finding(
        .guessing,
        "errs on \(String(error.percent, decimals: 2)) % of the validation examples, which cannot be told "
          + "from naming always their commonest class (\(String(100 * others, decimals: 2)) %): train "
          + "longer, or at other learning rates")
    }
    return RunRecord.Finding(
      .worseThanNothing,
      "errs on \(String(error.percent, decimals: 2)) % of the validation examples, more than who always names their "
        + "commonest class (\(String(100 * others, decimals: 2)) %): look at the data (data inspect), then at the "
        + "learning rates")
  }
}
