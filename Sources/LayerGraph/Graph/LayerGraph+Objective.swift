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

  static func check(sum: Node, terms: [Node]) throws(GraphError) {
    var seen: Set<String> = []
    for term in terms {
      guard term.operation.isScalar, term.operation != .sum else {
        throw .notTerm(term.name, of: sum.name)
      }
      guard seen.insert(term.name).inserted else { throw .repeatedTerm(term.name, of: sum.name) }
    }
  }

  /// Throws unless the code is one that can be penalised; `below` is what the code reads.
  static func check(penalty: Node, code: Node, below: Node?) throws(GraphError) {
    func require(_ isTrue: Bool, _ reason: String) throws(GraphError) {
      guard isTrue else { throw .mismatch(of: penalty.name, reason: reason) }
    }
    var activation: Activation?
    if case .activation(let function) = code.operation { activation = function }
    switch penalty.operation {
    case .contraction(let strength):
      guard strength >= 0, strength.isFinite else {
        throw .level(of: penalty.name, found: strength, expected: "0 or more")
      }
      let isEncoder = if case .dense(_, _, transposed: false) = below?.operation { true } else { false }
      try require(
        activation != nil && isEncoder,
        "\(code.name) is not an activation on a dense node, so its slopes and weights are not known")
      try require(
        activation != .linear,
        "the contraction of linear units is a weight decay of 2λ; take that")
    case .sparsity(let sparsity):
      guard sparsity.target > 0, sparsity.target < 1 else {
        throw .level(of: penalty.name, found: sparsity.target, expected: "a mean between 0 and 1")
      }
      guard sparsity.strength >= 0, sparsity.strength.isFinite else {
        throw .level(of: penalty.name, found: sparsity.strength, expected: "0 or more")
      }
      try require(
        activation == .sigmoid,
        "sparsity compares means between 0 and 1, those of sigmoid units; \(code.name) is "
          + "\(code.operation.title)")
    default: break
    }
  }
}
