internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataRuns

/// What one knows without learning: the commonest class.
enum Guessing {
  /// The finding that a classifier is worse than naming the commonest class always: even the lower end of the 95 %
  /// interval of its validation error is above the share of all other classes; or no better, where that share lies
  /// within the interval. Nil when it is better, or nobody knows.
  static func finding(_ error: Proportion?, on validation: Dataset.Part, classes: Int) -> RunRecord.Finding? {
    guard let error, let most = validation.classCounts(of: classes).max(), validation.count > 0 else {
      return nil
    }
    let others = Double(validation.count - most) / Double(validation.count)
    guard error.interval.lowerBound > others else {
      guard error.interval.upperBound >= others else { return nil }
      // No mistakes, and yet nothing can be told: it is the images that are too few.
      if error.count == 0 {
        return RunRecord.Finding(
          .guessing,
          "was chosen by only \(error.total) validation examples, too few to tell it from naming always their commonest "
            + "class (\(String(100 * others, decimals: 2)) %): keep more for validation")
      }
      return RunRecord.Finding(
        .guessing,
        "errs on \(String(error.percent, decimals: 2)) % of the validation examples, which cannot be told "
          + "from naming always their commonest class (\(String(100 * others, decimals: 2)) %): train "
          + "longer, or at other learning rates")
    }
    return RunRecord.Finding(
      .worseThanNothing,
      "errs on \(String(error.percent, decimals: 2)) % of the validation examples, more than who always names their "
        + "commonest class (\(String(100 * others, decimals: 2)) %): look at the data with mnist-pipeline data info, "
        + "then at the learning rates")
  }
}
