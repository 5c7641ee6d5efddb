/// Which of the training examples are kept for validation, and for the test where there is no part of its own.
public enum SplitRule: String, Codable, CaseIterable, Sendable {
  /// The last ones, as MNIST's are; a limit takes the first of the others.
  case last
  /// Drawn by a seed, each class in proportion; so is what a limit takes.
  case seed
}

/// How examples are divided.
public struct Division: Sendable, Hashable {
  /// The rule; nil for the data set's own: `last` for what is published or drawn in a fixed order, `seed` otherwise.
  public var rule: SplitRule?
  /// How many training examples are kept for validation; nil for a sixth.
  public var validation: Int?
  /// How many are kept for the test, where there is no part for it; nil for a sixth.
  public var test: Int?
  /// How many of the others to train on at most; nil for all.
  public var limit: Int?
  /// How many training examples keep their labels, as many of each class as there are; nil for all. Pretraining learns
  /// from the others too.
  public var labels: Int?
  /// What those are drawn by: the same seed, the same examples.
  public var labelSeed: UInt64
  /// What `SplitRule.seed` draws by: the same seed, the same parts.
  public var seed: UInt64

  /// The usual division, unless something else is said.
  public init(
    rule: SplitRule? = nil, validation: Int? = nil, test: Int? = nil, limit: Int? = nil, seed: UInt64 = 1,
    labels: Int? = nil, labelSeed: UInt64 = 1
  ) {
    (self.rule, self.validation, self.test) = (rule, validation, test)
    (self.limit, self.seed) = (limit, seed)
    (self.labels, self.labelSeed) = (labels, labelSeed)
  }
}
