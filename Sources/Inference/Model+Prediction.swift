package import StrataClassifiers
public import StrataDatasets
package import StrataFiles
package import StrataLayerGraph
public import StrataLinearAlgebra

/// What a model says of one example.
public struct Prediction: Hashable, Sendable {
  /// A class with its probability.
  public struct Candidate: Hashable, Sendable {
    /// The index of the class.
    public let label: Int
    /// What it is called.
    public let className: String
    /// Its probability; for a model without probabilities, such as a support vector machine, its score.
    public let probability: Float
  }

  /// All classes, or the best few, the most probable first.
  public let candidates: [Candidate]

  /// The index of the most probable class.
  public var label: Int { candidates[0].label }
  /// What it is called.
  public var className: String { candidates[0].className }
  /// Its probability.
  public var probability: Float { candidates[0].probability }
}

extension Model {
  /// The most probable classes of raw examples, which are encoded as training encoded its own.
  ///
  /// - Parameters:
  ///   - values: raw numbers, for example the bytes of pictures.
  ///   - count: how many classes to name, the most probable first.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `InputError` when there is no classifier, or when the numbers cannot be such as it was trained on.
  public func predict(
    _ values: RawValues, best count: Int = 3, execution: Execution = Execution()
  ) throws -> [Prediction] {
    try predict(encoding.features(of: values, at: "examples"), best: count, execution: execution)
  }

  /// The most probable classes of examples that are encoded already, such as those of `Dataset.test`.
  public func predict(
    _ features: any Features, best count: Int = 3, execution: Execution = Execution()
  ) throws -> [Prediction] {
    let classifier = try requireClassifier()
    let scores =
      try classifier.hasProbabilities
      ? classifier.probabilities(for: features, execution: execution)
      : classifier.scores(for: features, execution: execution)
    return predictions(of: scores, best: count)
  }

  /// What a prediction's number is: `probability`, or `margin` for a model that has none, as a support vector machine.
  package var measure: String { classifier?.hasProbabilities == false ? "margin" : "probability" }

  /// What scores of classes, examples × classes, say: the best few of each example.
  package func predictions(of scores: Matrix, best count: Int) -> [Prediction] {
    (0..<scores.rows).map { index in
      let row = Array(scores.row(index))
      let order = row.indices.sorted { row[$0] == row[$1] ? $0 < $1 : row[$0] > row[$1] }.prefix(
        max(1, count))
      return Prediction(
        candidates: order.map { .init(label: $0, className: classNames[$0], probability: row[$0]) })
    }
  }

  /// What the units of a node make of raw examples: examples × units.
  ///
  /// - Parameters:
  ///   - values: raw numbers, for example the bytes of pictures.
  ///   - node: the node's name; nil for the last code.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `InputError` when there is no such node.
  public func encode(
    _ values: RawValues, node: String? = nil, execution: Execution = Execution()
  ) throws -> Matrix {
    try encode(encoding.features(of: values, at: "examples"), node: node, execution: execution)
  }

  /// The same of examples that are encoded already, such as those of `Dataset.test`.
  public func encode(
    _ features: any Features, node: String? = nil, execution: Execution = Execution()
  ) throws -> Matrix {
    let graph = try graphOfCodes()
    return try graph.values(
      of: requireNode(node ?? codeNames.last ?? NodeRole.input.name, of: graph), for: features,
      execution: execution)
  }

  /// The nodes of a graph that have a row of numbers for each example.
  package static func nodesWithValues(of graph: LayerGraph) -> [String] {
    graph.nodes.map(\.name).filter { (try? graph.holdsFeatures($0)) == true }
  }

  /// A node that holds numbers of an example, or an error that lists those that do.
  package func requireNode(_ name: String, of graph: LayerGraph) throws(InputError) -> String {
    let usable = Self.nodesWithValues(of: graph)
    if usable.contains(name) { return name }
    throw InputError(
      .usage, at: "node", expected: "one of \(usable.joined(separator: ", "))", found: name,
      advice: "name one of these")
  }

  /// The names of the nodes that are codes, from the input up; empty for a linear model.
  public var codeNames: [String] {
    (classifier?.graph ?? stack)?.nodes.filter { $0.role == .code }.map(\.name) ?? []
  }

  /// The graph that codes are read from: the fine-tuned network, or the stack.
  package func graphOfCodes() throws -> LayerGraph {
    guard let graph = classifier?.graph ?? stack, !codeNames.isEmpty else {
      throw InputError(
        .missingInput, at: "model", expected: "a network with codes", found: "a linear model, which has none",
        advice: "take a pretrained or fine-tuned one")
    }
    return graph
  }

  /// The classifier, or an error that says that there is none.
  package func requireClassifier() throws(InputError) -> Classifier {
    if let classifier { return classifier }
    throw InputError(
      .missingInput, at: "model", expected: "a classifier", found: "a pretrained stack without a head",
      advice: "fine-tune it first")
  }

  /// The stack with decoders, or an error that says why there is none.
  package func requireStack() throws(InputError) -> LayerGraph {
    if let stack { return stack }
    throw InputError(
      .missingInput, at: "model", expected: "a pretrained stack with its decoders",
      found: "a classifier that was trained without pretraining, or kept without its stack",
      advice: "take a pretrained model, or one that was fine-tuned from it")
  }
}
