internal import StrataClassifiers

/// One setting in one round of a search, trained and measured: a file of its own in the search's folder, so that it does
/// no harm when whoever works on it dies, and is the same whoever did it.
struct Trial: Sendable, Equatable {
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

  init(
    setting: Int, round: Int, errors: [Int], examples: Int, epochs: [Int], seconds: Double, failure: String?
  ) {
    (self.setting, self.round) = (setting, round)
    (self.errors, self.examples, self.epochs) = (errors, examples, epochs)
    (self.seconds, self.failure) = (seconds, failure)
  }

  /// The mean error over the seeds, in percent; nil where training failed.
  var percent: Double? {
    errors.isEmpty ? nil : 100 * Double(errors.reduce(0, +)) / Double(errors.count * examples)
  }

  /// Some trials, the best first; those that failed are last, and of equal ones the first setting comes first.
  static func ranked(_ trials: [Trial]) -> [Trial] {
    trials.sorted { ($0.percent ?? .infinity, $0.setting) < ($1.percent ?? .infinity, $1.setting) }
  }
}

/// In files settings and rounds are counted from 1, as in tables and in the files' names.
extension Trial: Codable {
  private enum CodingKeys: String, CodingKey {
    case setting, round, errors, examples, epochs, seconds, failure
  }

  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    let numbers = (
      setting: try object.decode(Int.self, forKey: .setting),
      round: try object.decode(Int.self, forKey: .round)
    )
    errors = try object.decode([Int].self, forKey: .errors)
    let examples = try object.decode(Int.self, forKey: .examples)
    epochs = try object.decode([Int].self, forKey: .epochs)
    seconds = try object.decode(Double.self, forKey: .seconds)
    failure = try object.decodeIfPresent(String.self, forKey: .failure)
    let counts = 1...Int(Int32.max)
    guard counts.contains(numbers.setting), counts.contains(numbers.round), counts.contains(examples),
      failure == nil ? !errors.isEmpty && errors.count == epochs.count : errors.isEmpty,
      errors.allSatisfy({ (0...examples).contains($0) }),
      epochs.allSatisfy({ (0...counts.upperBound).contains($0) })
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "counts that no trial comes to"))
    }
    (setting, round, self.examples) = (numbers.setting - 1, numbers.round - 1, examples)
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(setting + 1, forKey: .setting)
    try object.encode(round + 1, forKey: .round)
    try object.encode(errors, forKey: .errors)
    try object.encode(examples, forKey: .examples)
    try object.encode(epochs, forKey: .epochs)
    try object.encode(seconds, forKey: .seconds)
    try object.encodeIfPresent(failure, forKey: .failure)
  }
}
