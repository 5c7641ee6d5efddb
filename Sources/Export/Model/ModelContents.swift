internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// What goes into a file of a model, whatever its format: checked, and cut down to what the output depends on.
struct ModelContents {
  /// The output, all that it depends on, and their parameters; noise is still in it, and absent in inference.
  let graph: LayerGraph
  let encoding: Encoding
  /// What the classes are called; nil where the output is none of classes.
  let classes: ClassLabels?
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
      node = NodeRole.probability.name
      self.graph = try graph.features(of: node)
      classes = try Self.classes(classNames, count: graph.width(of: node))
    case .codes(let name):
      node = name
      guard try graph.holdsFeatures(name) else { throw GraphError.noValues(name) }
      self.graph = try graph.features(of: name)
      classes = nil
    case .score:
      node = LayerGraph.reconstructionNode
      let whole = try graph[node] == nil ? graph.reconstructing() : graph
      self.graph = try whole.features(of: node)
      classes = nil
    }
    self.encoding = encoding
    self.output = output
    self.metadata = metadata
    try encoding.check(columns: graph.inputWidth)
    if output == .score, try self.graph.width(of: node) != graph.inputWidth {
      throw GraphError.impossibleCut("\(node) is not as wide as the input, so they cannot be compared")
    }
    try self.graph.requireFiniteParameters()
  }

  private static func classes(_ names: [String]?, count: Int) throws(InputError) -> ClassLabels {
    guard names?.count ?? count == count else {
      throw InputError(
        .malformedData, at: "names of classes", expected: "\(count), as many as the model tells apart",
        found: "\(names?.count ?? 0)", advice: "give the names that go with this model")
    }
    return ClassLabels(names, count: count)
  }
}
