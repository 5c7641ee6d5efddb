public import Foundation
public import StrataCheckpoints
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra

extension Model {
  /// Reads a model, or a checkpoint of training, which has less to say of itself.
  ///
  /// The file is described in docs/formats.md.
  ///
  /// - Throws: `InputError` when it is missing, damaged, or no model.
  public init(contentsOf url: URL) throws {
    try self.init(Checkpoint(contentsOf: url))
  }

  /// The model in a checkpoint.
  public init(_ checkpoint: Checkpoint) throws {
    let own = try checkpoint.graph()
    let isClassifier = own[NodeRole.head.name] != nil
    let stack =
      try checkpoint.has(Part.stack) ? checkpoint.graph(prefix: Part.stack) : isClassifier ? nil : own
    for graph in [own, stack].compactMap(\.self) { try graph.requireFiniteParameters(at: checkpoint.place) }
    let classifier = try isClassifier ? Classifier(own) : nil
    try self.init(
      classifier: classifier, stack: stack, encoding: Self.encoding(of: checkpoint, inputs: own.inputWidth),
      classNames: Self.classNames(of: checkpoint, count: classifier?.classes ?? 0),
      provenance: Self.provenance(of: checkpoint),
      scores: checkpoint.has(Part.scores) ? checkpoint.part(Part.scores) : nil)
    if checkpoint.has(Part.learnedRows) { learnedRows = try checkpoint.part(Part.learnedRows) }
  }

  /// Writes the model, whole or not at all.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - precision: of the weights; halves make a file half as large, whose model is a little another.
  /// - Throws: `InputError` when it cannot be written.
  public func write(to url: URL, precision: WeightPrecision = .float32) throws {
    try checkpoint(precision).write(to: url)
  }

  /// The model as a checkpoint: the classifier's tensors under their own names, the stack's behind `stack/`. A stack
  /// alone lies there as a classifier does.
  public func checkpoint(_ precision: WeightPrecision = .float32) throws -> Checkpoint {
    var checkpoint = try Checkpoint(classifier?.graph ?? stack.orEmpty())
    if classifier != nil, let stack { try checkpoint.set(stack, prefix: Part.stack) }
    if precision == .float16 { try checkpoint.halve() }
    try checkpoint.keep(encoding, as: Part.encoding)
    if classifier != nil { try checkpoint.keep(classNames, as: Part.classNames) }
    try checkpoint.keep(provenance, as: Part.provenance)
    if let scores { try checkpoint.keep(scores, as: Part.scores) }
    if let learnedRows { try checkpoint.keep(learnedRows, as: Part.learnedRows) }
    return checkpoint
  }

  /// The type of a weight in a file.
  public enum WeightPrecision: String, Sendable, CaseIterable {
    case float32, float16
  }

  package enum Part {
    package static let encoding = "encoding"
    package static let classNames = "class_names"
    static let provenance = "provenance"
    static let scores = "score_quantiles"
    static let learnedRows = "learned_rows"
    static let stack = "stack"
  }
}

// MARK: - Checkpoints of training, and older ones

extension Model {
  /// The encoding that is stored, or the one that version 0.1 knew.
  private static func encoding(of checkpoint: Checkpoint, inputs: Int) throws -> Encoding {
    if checkpoint.has(Part.encoding) { return try checkpoint.part(Part.encoding) }
    let old: String = try checkpoint.part("normalization")
    guard old == "pixel / 255" else {
      throw InputError(
        .malformedData, at: checkpoint.place, expected: "a model of inputs pixel / 255",
        found: String(old.prefix(60)).debugDescription, advice: "take another model, or train again")
    }
    let side = Int(Double(inputs).squareRoot().rounded())
    guard side * side == inputs else { return Encoding(layout: .columns(count: inputs, names: nil)) }
    return Encoding(
      layout: .image(height: side, width: side),
      preparation: side == 28 ? ImagePreparation(height: side, width: side, fit: .mnist) : nil)
  }

  private static func classNames(of checkpoint: Checkpoint, count: Int) throws -> [String] {
    guard count > 0, !checkpoint.has(Part.classNames) else {
      return count > 0 ? try checkpoint.part(Part.classNames) : []
    }
    // Version 0.1 kept no names; those of published data are known by the data's hash.
    let hash: String? = try? checkpoint.part("dataset_sha256")
    let published = PublishedDataset.all.first { $0.sha256 == hash && $0.classNames.count == count }
    return published?.classNames ?? (0..<count).map(String.init)
  }

  private static func provenance(of checkpoint: Checkpoint) throws -> Provenance {
    if checkpoint.has(Part.provenance) {
      let provenance: Provenance = try checkpoint.part(Part.provenance)
      try provenance.check(at: checkpoint.place)
      return provenance
    }
    var provenance = Provenance()
    provenance.datasetHash = try? checkpoint.part("dataset_sha256")
    provenance.recipe = try? checkpoint.part("recipe")
    provenance.seed = try? checkpoint.part("seed")
    provenance.versions = try? checkpoint.part("versions")
    return provenance
  }
}

extension LayerGraph? {
  fileprivate func orEmpty() throws -> LayerGraph {
    guard let self else { preconditionFailure("a model has a classifier or a stack") }
    return self
  }
}

extension Checkpoint {
  /// True when there is a part of this name, or a graph with this prefix.
  func has(_ name: String) -> Bool { partNames.contains(name) || partNames.contains("\(name)/architecture") }
}
