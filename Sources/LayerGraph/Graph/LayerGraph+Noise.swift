/// Noise that is added to a network that has been built.
extension LayerGraph {
  /// Drops out values in training (Srivastava et al. 2014): a dropout node after the input and one after
  /// each code; a rate of 0 adds none. In an inference pass they are absent. A loss or a penalty goes on
  /// reading what it read: its target stays clean.
  ///
  /// - Throws: `GraphError.level` when a rate is not at least 0 and below 1.
  public func addingDropout(input inputRate: Float, codes codeRate: Float) throws -> LayerGraph {
    try disturbing { node in
      let rate: Float =
        switch node.role {
        case .input: inputRate
        case .code: codeRate
        default: 0
        }
      return rate == 0
        ? [] : [Node(NodeRole.dropout.name(after: node), .dropout(rate: rate), inputs: [node.name])]
    }
  }

  /// Puts noise on the input and within each layer, in training: where a layer standardizes, on what is standardized,
  /// before each column's own factor and summand (Rasmus et al. 2015, section 3.1), elsewhere on its code.
  ///
  /// - Parameters:
  ///   - input: noises on the input, each on what the one before it has made; none to add none.
  ///   - layers: the same for each layer from the input up; one list for all, or as many as there are layers.
  /// - Throws: `GraphError` when a level is impossible, or where there are more or fewer lists than layers.
  public func addingNoise(input: [Corruption], layers: [[Corruption]]) throws -> LayerGraph {
    let count = nodes.count { $0.role == .code }
    guard layers.count <= 1 || layers.count == count else {
      throw GraphError.impossibleCut("there are \(count) layers, and noise for \(layers.count)")
    }
    return try disturbing { node in
      let noises: [Corruption]
      switch node.role {
      case .input: noises = input
      case .code, .normalization:
        guard let layer = Node.layer(of: node.name),
          node.role == .normalization || self[NodeRole.normalization[layer]] == nil
        else { return [] }
        noises = layers.count > 1 ? layers[layer] : layers.first ?? []
      default: return []
      }
      return Self.noise(noises, after: node)
    }
  }

  /// Puts noise within one layer alone, from 0.
  package func addingNoise(onLayer layer: Int, _ noises: [Corruption]) throws -> LayerGraph {
    try disturbing { node in
      let place =
        self[NodeRole.normalization[layer]] == nil ? NodeRole.code[layer] : NodeRole.normalization[layer]
      return node.name == place ? Self.noise(noises, after: node) : []
    }
  }

  /// Nodes of noise, each on the one before it.
  private static func noise(_ noises: [Corruption], after node: Node) -> [Node] {
    var below = node.name
    return noises.enumerated().map { position, noise in
      let name = NodeRole.noise.name(after: node) + (position == 0 ? "" : ".\(position + 1)")
      defer { below = name }
      return Node(name, .corruption(noise), inputs: [below])
    }
  }

  /// The graph without its dropout and its other noise; what read one of these reads what that read.
  package func droppingNoise() throws -> LayerGraph {
    var replacement: [String: String] = [:]
    var kept: [Node] = []
    for node in nodes {
      let inputs = node.inputs.map { replacement[$0] ?? $0 }
      if node.operation.isNoise {
        replacement[node.name] = inputs[0]
      } else {
        kept.append(Node(node.name, node.operation, inputs: inputs))
      }
    }
    return try LayerGraph(nodes: kept, parameters: parameters, frozen: frozen)
  }

  /// Puts nodes after others, one behind the other; whatever computes on those others reads the last of them instead.
  private func disturbing(_ noises: (Node) -> [Node]) throws -> LayerGraph {
    var replacement: [String: String] = [:]
    var result: [Node] = []
    for node in nodes {
      let inputs = node.operation.isScalar ? node.inputs : node.inputs.map { replacement[$0] ?? $0 }
      result.append(Node(node.name, node.operation, inputs: inputs))
      let added = noises(node)
      result += added
      if let last = added.last { replacement[node.name] = last.name }
    }
    return try LayerGraph(nodes: result, parameters: parameters, frozen: frozen)
  }
}
