extension LayerGraph {
  /// The name of the node in which `reconstructing()` ends.
  package static let reconstructionNode = NodeRole.reconstruction.name

  /// Unrolls a stack of autoencoders: the examples go up through all encoders, and from the top code down again through
  /// all decoders (Hinton and Salakhutdinov 2006, figure 1). What a decoder makes of a code stands in the place of the
  /// code below it; the last, `reconstruction`, is as wide as the input. There is no noise in it.
  ///
  /// ```
  /// input ─ encoder.0 ─ code.0 ─ encoder.1 ─ code.1 ─ decoder.1 ─ reconstruction.1 ─ decoder.0 ─ reconstruction
  /// ```
  ///
  /// Parameters keep their names, so weights that are tied stay tied.
  ///
  /// - Throws: `GraphError.impossibleCut` when a layer has no decoder, or none that ends in a reconstruction.
  public func reconstructing() throws -> LayerGraph {
    let layers = nodes.count { $0.role == .code }
    try checkReconstructions(layers: layers)
    let top = NodeRole.code[layers - 1]
    let below = try ancestors(of: [top])
    var result: [Node] = []
    // What a node's value has become: noise is its input, a code the reconstruction from above.
    var replacement: [String: String] = [:]
    func append(_ node: Node, named name: String) {
      let inputs = node.inputs.map { replacement[$0] ?? $0 }
      if node.operation.isNoise {
        replacement[node.name] = inputs[0]
      } else {
        result.append(Node(name, node.operation, inputs: inputs))
      }
    }
    for node in nodes where below.contains(node.name) { append(node, named: node.name) }
    for layer in (0..<layers).reversed() {
      let end = NodeRole.reconstruction[layer]
      let name = layer == 0 ? Self.reconstructionNode : end
      let code = NodeRole.code[layer]
      let decoding = try ancestors(of: [end]).subtracting(ancestors(of: [code]))
      // Decoders read the code itself, or what the layer above has made of it.
      if layer < layers - 1 { replacement[code] = NodeRole.reconstruction[layer + 1] }
      for node in nodes where decoding.contains(node.name) {
        append(node, named: node.name == end ? name : node.name)
      }
    }
    return try keeping(result)
  }

  private func checkReconstructions(layers: Int) throws(GraphError) {
    guard layers > 0, nodes.contains(where: { $0.role == .decoder }) else {
      throw .impossibleCut(
        "there is no decoder to reconstruct with: no node's name begins with decoder; there are "
          + nodes.map(\.name).joined(separator: ", ") + "; take the stack as pretraining left it")
    }
    for layer in 0..<layers {
      for name in [NodeRole.code, .decoder, .reconstruction].map({ $0[layer] }) where self[name] == nil {
        throw .impossibleCut("layer \(layer) has no \(name), so nothing goes back to the input")
      }
      guard let end = try? ancestors(of: [NodeRole.reconstruction[layer]]),
        end.isSuperset(of: [NodeRole.code[layer], NodeRole.decoder[layer]])
      else {
        throw .impossibleCut("reconstruction.\(layer) is not what decoder.\(layer) makes of code.\(layer)")
      }
    }
  }
}
