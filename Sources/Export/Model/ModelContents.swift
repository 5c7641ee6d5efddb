internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// What goes into a file of a model, whatever its format: checked, and cut down to what the output depends on.
struct ModelContents {
  /// The output, all that it depends on, and their parameters; noise is still in it, and absent in inference.
  let graph: LayerGraph
  let encoding: Encoding
  /// The names of the classes, where they are more than the numbers 0 … K − 1.
  let classNames: [String]?
  let output: ModelOutput
  /// The node whose value is the output.
  let node: String
  let metadata: [String: String]

  init(
    graph: LayerGraph, encoding: Encoding, classNames: [String]?, output: ModelOutput,
    metadata: [String: String]
  ) throws {
    switch output {
    case .probabilities:
      node = "probability"
      self.graph = try graph.features(of: node)
      let classes = try graph.width(of: node)
      self.classNames = try Self.checked(classNames, classes: classes)
    case .codes(let name):
      node = name
      guard try graph.holdsFeatures(name) else { throw GraphError.noValues(name) }
      self.graph = try graph.features(of: name)
      self.classNames = nil
    case .score:
      node = LayerGraph.reconstructionNode
      let whole = try graph[node] == nil ? graph.reconstructing() : graph
      self.graph = try whole.features(of: node)
      self.classNames = nil
    }
    self.encoding = encoding
    self.output = output
    self.metadata = metadata
    try encoding.check(columns: graph.inputWidth)
    if output == .score, try self.graph.width(of: node) != graph.inputWidth {
      throw GraphError.impossibleCut("\(node) is not as wide as the input, so they cannot be compared")
    }
    try Self.checkNumbers(of: self.graph)
  }

  /// The number of classes.
  var classes: Int { (try? graph.width(of: node)) ?? 0 }

  private static func checked(_ names: [String]?, classes: Int) throws(InputError) -> [String]? {
    guard let names else { return nil }
    guard names.count == classes else {
      throw InputError(
        .malformedData, at: "names of classes", expected: "\(classes), as many as the model tells apart",
        found: "\(names.count)", advice: "give the names that go with this model")
    }
    return names == (0..<classes).map(String.init) ? nil : names
  }

  private static func checkNumbers(of graph: LayerGraph) throws(InputError) {
    for name in graph.parameters.names {
      guard graph.parameters[name]?.isFinite ?? false else {
        throw InputError(
          .numericalFailure, at: name, expected: "finite numbers", found: "one that is not",
          advice: "this model cannot compute anything; train it again")
      }
    }
  }
}
