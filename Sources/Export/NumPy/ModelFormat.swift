internal import StrataDatasets

/// What the two files for NumPy have in common: docs/formats.md, "A model for NumPy".
enum ModelFormat {
  /// What the format is called.
  static let name = "strata-model"
  /// Raised when a reader of an older version would no longer compute the same.
  static let version = 1
}

extension ModelOutput {
  /// What the last layer's values are called.
  var title: String {
    switch self {
    case .probabilities: "probabilities"
    case .codes: "codes"
    case .score: "reconstruction"
    }
  }
}
