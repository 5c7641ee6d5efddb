package import StrataLinearAlgebra

extension [Corruption] {
  /// Examples under these noises, each on what the one before it has made; a pure function of the noise's
  /// seed and purpose. Without a noise they are the examples themselves.
  package func applied(
    to clean: any Features, noise: Workspace.Noise, execution: Execution
  ) throws -> Matrix {
    var nodes = [Node(NodeRole.input.name, .input(width: clean.columns))]
    for (step, corruption) in enumerated() {
      nodes.append(
        Node(NodeRole.corruption[step], .corruption(corruption), inputs: [nodes[nodes.count - 1].name]))
    }
    let graph = try LayerGraph(nodes: nodes, parameters: ParameterTable())
    return try Inference(
      graph, target: nodes[nodes.count - 1].name, noise: noise, execution: execution
    ).values(for: clean)
  }
}
