internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLinearAlgebra

/// A data set seen through features that no longer change.
struct FrozenCodes: Sendable {
  let train: LabelledFeatures
  let validation: LabelledFeatures
  let test: LabelledFeatures

  /// The three parts of a data set, each through `features`.
  init(_ dataset: Dataset, _ features: (Dataset.Part) throws -> any Features) throws {
    func see(_ part: Dataset.Part) throws -> LabelledFeatures {
      try LabelledFeatures(features(part), labels: part.labels)
    }
    train = try see(dataset.train)
    validation = try see(dataset.validation)
    test = try see(dataset.test)
  }

  /// The dimensions of the features.
  var width: Int { train.features.columns }

  /// The first training examples.
  func sample(count: Int) throws -> LabelledFeatures {
    let count = min(count, train.labels.count)
    return try LabelledFeatures(
      train.features.matrix(rows: 0..<count), labels: Array(train.labels.prefix(count)))
  }
}
