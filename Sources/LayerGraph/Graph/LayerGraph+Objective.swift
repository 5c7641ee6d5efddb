/// What training makes small: a loss, or a sum of losses and penalties.
extension LayerGraph {
  /// The terms of an objective: the nodes that a sum adds, or the one node itself.
  ///
  /// - Throws: `GraphError` when there is no such node, or when it is no loss, penalty or sum.
  func terms(of objective: String) throws -> [Node] {
    let node = nodes[try index(of: objective)]
    guard node.operation.isScalar else {
      throw GraphError.impossibleCut("\(objective) is not a loss, so it cannot be made small")
    }
    return node.operation == .sum ? try node.inputs.map { nodes[try index(of: $0)] } : [node]
  }

  /// The weight and the activation behind a code that is contracted: validation has seen to it that both
  /// are there.
  func encoder(of contraction: Node) throws -> (weight: String, activation: Activation)? {
    let code = nodes[try index(of: contraction.inputs[0])]
    guard case .activation(let function) = code.operation,
      let weight = nodes[try index(of: code.inputs[0])].operation.weight
    else { return nil }
    return (weight, function)
  }
}
