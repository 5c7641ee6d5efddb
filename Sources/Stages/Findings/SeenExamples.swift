internal import StrataDatasets
internal import StrataDrawings
internal import StrataInference

/// The test examples of a table, of which a model may have learned from some: on those its error is none of a test.
struct SeenExamples {
  private let hashes: [UInt64]
  /// How many of them have the very numbers of examples of their own data that are there to learn from, which is said
  /// of the data.
  private let repeats: Int

  init(_ dataset: Dataset) {
    hashes = dataset.test.rowHashes
    repeats = dataset.repeats.ofTest
  }

  /// What there is to say of a model that was trained on the same data, divided alike; nil for nothing.
  func note(on learned: LearnedRows?) -> String? {
    guard let seen = learned?.count(of: hashes), seen > repeats else { return nil }
    return told(seen)
  }

  /// What there is to say of a model that was trained on other files.
  ///
  /// - Parameter name: what they are called.
  func note(on learned: LearnedRows?, trainedOn name: String) -> String {
    guard let seen = learned?.count(of: hashes) else {
      return
        "was trained on \(name), another file; whether it has learned from some of these examples is not known"
    }
    return seen == 0
      ? "was trained on \(name), not on these examples" : "was trained on \(name) and \(told(seen))"
  }

  private func told(_ seen: Int) -> String {
    "has learned from \(String(grouped: seen)) of these \(String(grouped: hashes.count)) test examples, so that its error "
      + "is not that on new ones"
  }
}
