public import StrataClassifiers
public import StrataDatasets
internal import StrataFiles
public import StrataLayerGraph
internal import StrataLinearAlgebra

/// A trained model with all that it takes to use it: how raw numbers become its inputs, what its classes are called,
/// and where it is from.
///
/// ```swift
/// let model = try Model(contentsOf: URL(filePath: "model.safetensors"))
/// for prediction in try model.predict(pictures) { print(prediction.className, prediction.probability) }
/// let codes = try model.encode(pictures)   // a matrix, examples × units
/// let scores = try model.score(pictures)   // how unlike its training data each is
/// ```
///
/// A value: many threads may use it at once. See also `Dataset`, whose `encoding` it carries, and `Checkpoint`, the file
/// that it is kept in.
public struct Model: Sendable {
  /// The network that classifies; nil for a stack that was pretrained and nothing more.
  public let classifier: Classifier?
  /// The pretrained stack with its decoders, as it was before fine-tuning; nil for what was trained from scratch, and
  /// for a linear model.
  public let stack: LayerGraph?
  /// How raw numbers become inputs.
  public let encoding: Encoding
  /// What the classes are called, in the order of the network's outputs; empty without a classifier.
  public let classNames: [String]
  /// Where it is from.
  public var provenance: Provenance
  /// The reconstruction errors of validation examples, in order; nil without a stack.
  public internal(set) var scores: EmpiricalDistribution?
  /// Which examples it has learned from; nil where that is not known, as for a model of an older version.
  public package(set) var learnedRows: LearnedRows?

  /// A model from its parts.
  ///
  /// - Throws: `InputError` when their widths differ, or there are not as many names as classes.
  public init(
    classifier: Classifier? = nil, stack: LayerGraph? = nil, encoding: Encoding, classNames: [String] = [],
    provenance: Provenance = Provenance(), scores: EmpiricalDistribution? = nil
  ) throws {
    for graph in [classifier?.graph, stack].compactMap(\.self) {
      try encoding.check(columns: graph.inputWidth)
    }
    guard classifier != nil || stack != nil else {
      throw InputError(
        .malformedData, at: "model", expected: "a network or a stack", found: "neither",
        advice: "take the file of a trained model")
    }
    if let classifier, classifier.classes != classNames.count {
      throw InputError(
        .malformedData, at: "model", expected: "\(classifier.classes) names of classes",
        found: "\(classNames.count)",
        advice: "take parts that belong together")
    }
    try classNames.requireDistinct(at: "model")
    self.classifier = classifier
    self.stack = stack
    self.encoding = encoding
    self.classNames = classNames
    self.provenance = provenance
    self.scores = scores
  }

  /// What a model is from: who wants to know what its figures mean finds it here.
  public struct Provenance: Codable, Hashable, Sendable {
    /// The data set's name.
    public var dataset: String?
    /// `Dataset.sha256` of the data that it was trained on.
    public var datasetHash: String?
    /// The recipe as YAML, with every key.
    public var recipe: String?
    /// The seed.
    public var seed: UInt64?
    /// The versions of the program and its libraries.
    public var versions: [String: String]?
    /// Wrong predictions among the validation examples, out of how many.
    public var validationErrors: Int?
    /// The number of validation examples.
    public var validationCount: Int?
    /// Wrong predictions among the test examples, where they were looked at.
    public var testErrors: Int?
    /// The number of test examples.
    public var testCount: Int?

    /// Nothing is known.
    public init() {}

    /// Throws where there are more mistakes than examples.
    func check(at place: String) throws(InputError) {
      for (errors, count, part) in [
        (validationErrors, validationCount, "validation"), (testErrors, testCount, "test"),
      ] {
        guard let count, count <= 0 || !(0...count).contains(errors ?? 0) else { continue }
        throw InputError(
          .malformedData, at: "\(place), part \"provenance\"",
          expected: "mistakes among one \(part) example or more",
          found: "\(errors ?? 0) among \(count)", advice: "export the model again")
      }
    }

    private enum CodingKeys: String, CodingKey {
      case dataset, recipe, seed, versions
      case datasetHash = "dataset_sha256"
      case validationErrors = "validation_errors"
      case validationCount = "validation_count"
      case testErrors = "test_errors"
      case testCount = "test_count"
    }
  }
}

extension Model: CustomStringConvertible {
  /// What it is made of, a few lines.
  public var description: String {
    var lines = ["\(encoding.layout.title), \(encoding.title)"]
    if let classifier {
      lines.append("classifier: \(classifier.graph.summary.line), \(classNames.count) classes")
    }
    if let stack { lines.append("stack: \(stack.summary.line)") }
    return lines.joined(separator: "\n")
  }
}
