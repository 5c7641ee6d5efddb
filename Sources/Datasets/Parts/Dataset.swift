public import StrataFiles
public import StrataLinearAlgebra

/// Labelled examples in three parts, to train on, to choose by and to test on, as a model reads them.
///
/// ```swift
/// let mnist = try Dataset.load(.mnist)
/// mnist.train.features  // 50,000 × 784, each pixel / 255
/// mnist.test.labels     // [Int32], 10,000
///
/// let mine = try Dataset(features: matrix, labels: [0, 1, nil, 1], classNames: ["cat", "dog"])
/// ```
///
/// Examples without a label are in `examples`, which pretraining learns from, and in no part, unless the set has no
/// labels at all.
///
/// Numbers stay as their files have them in memory (bytes, or floats), and are encoded as they are copied.
public struct Dataset: Sendable {
  /// The name that it is asked for by: `mnist`; of a folder, the folder's name. The name of a published
  /// data set is borne by its images alone, which are known by their hash, wherever they lie.
  public let name: String
  /// The name for people: `MNIST`.
  public let title: String
  /// How it was obtained: the path of a folder, or `generated from seed 1`.
  public let origin: String
  /// What each class is called, in the order of the labels: `0`, `1`, … or `T-shirt/top`, `Trouser`, …. Empty for a
  /// set without labels.
  public let classNames: [String]
  /// How raw numbers become features; learned on the training examples.
  public let encoding: Encoding

  /// The same as these training examples alone would have it: another where a model that was trained on others reads them.
  let ownEncoding: Encoding

  /// Examples to train on.
  public let train: Part
  /// Examples to choose by (early stopping, hyperparameters).
  public let validation: Part
  /// Examples to report the error of, and nothing else.
  public let test: Part
  /// The examples of `train`, and after them those without a label: what pretraining learns from.
  public let examples: any Features
  /// The same before they are encoded, where that is known.
  let rawExamples: RawRows?

  /// The SHA-256 of all examples and labels, in hexadecimal, before `limit` and `validation` are applied.
  ///
  /// Of a data set in MNIST's format, that of the uncompressed IDX files one after the other, however they are
  /// compressed:
  ///
  /// ```
  /// zcat train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz \
  ///   t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz | sha256sum
  /// ```
  public let sha256: String
  /// True when these are, bit by bit, the images and labels that were published under this name.
  public let isPublished: Bool
  /// How the training examples were divided.
  public let split: SplitRule
  /// Which examples became which part; nil where the parts were given.
  package let partHashes: PartHashes?
  /// The published data set that was asked for, when these images are another or none.
  let mistakenFor: PublishedDataset?
  /// The files that it was read from, with the hashes of the files themselves; none when generated.
  public let files: [DataFile]
  /// What was noticed and done while they were read.
  public let notes: [Wording]

  /// Throws where examples that stay in their files could not be read until now, or were written to: whatever was made of
  /// them is void.
  package func requireIntact() throws {
    try examples.requireIntact()
    for part in [train, validation, test] { try part.features.requireIntact() }
  }

  /// The number of classes.
  public var classes: Int { classNames.count }
  /// What the columns are.
  public var layout: Layout { encoding.layout }
  /// The number of features of an example: the number of inputs of a model.
  public var width: Int { layout.width }
  /// The number of examples without a label, beside those of the parts.
  public var unlabelledCount: Int { examples.rows - train.count }

  /// How many of those have one that was left out (`Division.labels`).
  public let withheldLabels: Int

  init(
    name: String, title: String, origin: String, classNames: [String], encoding: Encoding,
    parts: (train: Part, validation: Part, test: Part), examples: (features: any Features, raw: RawRows?),
    sha256: String,
    isPublished: Bool, split: SplitRule, partHashes: PartHashes?, mistakenFor: PublishedDataset?,
    files: [DataFile], notes: [Wording], ownEncoding: Encoding? = nil,
    withheldLabels: Int = 0
  ) {
    (self.name, self.title, self.origin, self.classNames) = (name, title, origin, classNames)
    self.encoding = encoding
    self.ownEncoding = ownEncoding ?? encoding
    self.withheldLabels = withheldLabels
    (train, validation, test) = parts
    (self.examples, rawExamples) = examples
    (self.sha256, self.isPublished, self.split, self.partHashes) = (sha256, isPublished, split, partHashes)
    (self.mistakenFor, self.files, self.notes) = (mistakenFor, files, notes)
  }

  /// Examples and their labels.
  public struct Part: Sendable {
    /// One row for each example, as a model reads it.
    public let features: any Features
    /// The class of each example, below `Dataset.classes`; −1 for one without a label.
    public let labels: [Int32]
    /// The numbers as their files have them, where they are known.
    let raw: RawRows?
    /// What the examples are from, where that is known.
    let sources: RowSources?

    /// Examples and as many labels.
    ///
    /// - Throws: `InputError` when their numbers differ.
    public init(_ features: any Features, labels: [Int32]) throws {
      guard features.rows == labels.count else {
        throw InputError(
          .malformedData, at: "labels", expected: "\(features.rows), one for each example",
          found: "\(labels.count)", advice: "pair every example with its label")
      }
      self.init(features, labels, raw: nil)
    }

    init(_ features: any Features, _ labels: [Int32], raw: RawRows?, sources: RowSources? = nil) {
      (self.features, self.labels, self.raw, self.sources) = (features, labels, raw, sources)
    }

    /// Some of the examples; they share storage.
    public subscript(range: Range<Int>) -> Part {
      Part(
        features[rows: range], Array(labels[range]),
        raw: raw.map {
          RawRows(
            values: $0.values,
            rows: $0.rows.lowerBound + range.lowerBound..<$0.rows.lowerBound + range.upperBound)
        }, sources: sources.map { RowSources(rows: Array($0.rows[range]), paths: $0.paths) })
    }

    /// What an example is from: the number of its row in its file, from 0, or the path of its picture within the folder.
    /// Nil where that is not known.
    public func source(of example: Int) -> String? { sources?[example] }

    /// The number of examples.
    public var count: Int { labels.count }
    /// True when every example has a label.
    public var isLabelled: Bool { labels.allSatisfy { $0 >= 0 } }
  }
}
