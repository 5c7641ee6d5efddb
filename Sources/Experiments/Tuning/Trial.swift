internal import StrataClassifiers

/// One setting in one round of a search, trained and measured: a file of its own in the search's folder, so that it does
/// no harm when whoever works on it dies, and is the same whoever did it.
struct Trial: Codable, Sendable, Equatable {
  /// Which setting, counted from 0.
  let setting: Int
  /// Which round, counted from 0.
  let round: Int
  /// The validation examples that are misclassified, for each seed; empty where training failed.
  let errors: [Int]
  /// How many validation examples there are.
  let examples: Int
  /// The epoch of fine-tuning whose weights were kept, for each seed.
  let epochs: [Int]
  /// How long it took.
  let seconds: Double
  /// Why training failed; nil where it did not.
  let failure: String?

  /// The mean error over the seeds, in percent; nil where training failed.
  var percent: Double? {
    errors.isEmpty ? nil : 100 * Double(errors.reduce(0, +)) / Double(errors.count * examples)
  }

  /// Some trials, the best first; those that failed are last, and of equal ones the first setting comes first.
  static func ranked(_ trials: [Trial]) -> [Trial] {
    trials.sorted { ($0.percent ?? .infinity, $0.setting) < ($1.percent ?? .infinity, $1.setting) }
  }
}
