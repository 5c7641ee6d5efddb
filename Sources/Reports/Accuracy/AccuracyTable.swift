internal import StrataDrawings

/// Models side by side on one test set: the value behind `evaluate`.
///
/// ```swift
/// let table = AccuracyTable(dataset: dataset, models: [baseline, stack])
/// print(table.text)
/// ```
public struct AccuracyTable: Hashable, Sendable {
  /// The data behind the numbers.
  public let dataset: Dataset
  /// One model a row, in the order in which they are printed.
  public let models: [Model]
  /// What a reader must know besides the models' own notes, a sentence or two each: a model that was left out.
  public let remarks: [String]

  /// A table. Traps when there is no model in it.
  public init(dataset: Dataset, models: [Model], remarks: [String] = []) {
    precondition(!models.isEmpty, "an accuracy table without a model")
    self.dataset = dataset
    self.models = models
    self.remarks = remarks
  }

  /// The data set that the models were trained and tested on.
  public struct Dataset: Hashable, Sendable {
    /// As it is asked for: `mnist`.
    public let name: String
    /// As it is named in titles: `MNIST`; a generated set says so here: `synthetic digits`.
    public let title: String
    /// The SHA-256 hash of its files, in hexadecimal digits.
    public let sha256: String
    /// The number of training examples.
    public let train: Int
    /// The number of validation examples.
    public let validation: Int
    /// The number of test examples.
    public let test: Int

    /// A data set from its parts.
    public init(name: String, title: String, sha256: String, train: Int, validation: Int, test: Int) {
      self.name = name
      self.title = title
      self.sha256 = sha256
      self.train = train
      self.validation = validation
      self.test = test
    }
  }

  /// `Test error on MNIST (10,000 test images)`.
  public var title: String {
    "Test error on \(dataset.title) (\(String(grouped: dataset.test)) test examples)"
  }

  /// The model that the others are tested against; nil when none of them is the baseline.
  public var baseline: Model? { models.first { $0.mcnemarP == nil } }
}
