internal import StrataLinearAlgebra

extension LayerGraph {
  /// Puts another graph on top: its input node becomes `node` of this one.
  ///
  /// ```swift
  /// let stack = try first.stacking(second, on: "code.0")
  /// ```
  ///
  /// - Throws: `GraphError` when there is no such node, when it is not as wide as the other graph's
  ///   input, or when the two graphs share a node's or a parameter's name.
  public func stacking(_ upper: LayerGraph, on node: String) throws -> LayerGraph {
    let width = try width(of: node)
    guard let input = upper.nodes.first(where: { $0.operation == .input(width: upper.inputWidth) }) else {
      throw GraphError.impossibleCut("the upper graph has no input node to replace by \(node)")
    }
    guard upper.inputWidth == width else {
      throw GraphError.impossibleCut(
        "cannot stack on \(node), which is \(width) wide: the upper graph takes \(upper.inputWidth)")
    }
    var table = parameters
    for name in upper.parameters.names {
      guard !table.contains(name) else {
        throw GraphError.impossibleCut("both graphs have a parameter \(name)")
      }
      table.take(name, from: upper.parameters)
    }
    let moved = upper.nodes.filter { $0.name != input.name }.map {
      Node($0.name, $0.operation, inputs: $0.inputs.map { $0 == input.name ? node : $0 })
    }
    return try LayerGraph(
      nodes: nodes + moved, parameters: table, frozen: frozen.union(upper.frozen))
  }

  /// Throws the decoders away: their nodes, what depends on them (reconstructions and losses), the
  /// corruptions, emphasis, penalties on codes, and the parameters that nothing uses any more. What is left is
  /// the encoder.
  ///
  /// - Throws: `GraphError.impossibleCut` when there is no decoder.
  public func droppingDecoders() throws -> LayerGraph {
    var dropped = Set(nodes.filter { $0.role == .decoder }.map(\.name))
    guard !dropped.isEmpty else {
      throw GraphError.impossibleCut(
        "there is no decoder to drop: no node's name begins with decoder; there are "
          + nodes.map(\.name).joined(separator: ", "))
    }
    var replacement: [String: String] = [:]
    var kept: [Node] = []
    for node in nodes {
      if node.inputs.contains(where: dropped.contains) || node.operation.isForDecoders {
        dropped.insert(node.name)
      }
      if dropped.contains(node.name) { continue }
      let inputs = node.inputs.map { replacement[$0] ?? $0 }
      if case .corruption = node.operation {
        replacement[node.name] = inputs[0]
      } else {
        kept.append(Node(node.name, node.operation, inputs: inputs))
      }
    }
    return try keeping(kept)
  }

  /// The lowest layers of a greedy stack, their decoders included; nodes of a higher one, such as `encoder.2` where there
  /// are to be two, are left out.
  package func lowestLayers(_ count: Int) throws -> LayerGraph {
    try keeping(nodes.filter { (Node.layer(of: $0.name) ?? 0) < count })
  }

  /// Attaches a softmax head: scores of the classes (`head`), their probabilities (`probability`) and
  /// the loss against the labels (`loss`). The head starts at zero, so that every class is equally
  /// probable before the first step.
  ///
  /// - Parameters:
  ///   - classes: the number of classes, at least 2.
  ///   - node: what the head reads; by default the last node that holds features.
  ///   - loss: a loss against labels.
  /// - Throws: `GraphError` when there is a head already, or no such node; or when there are decoders still, whose losses
  ///   nothing would make small any more: `droppingDecoders()` comes first.
  public func attachingHead(
    classes: Int, on node: String? = nil, loss: Loss = .softmaxCrossEntropy
  ) throws -> LayerGraph {
    guard (2...Self.largestWidth).contains(classes) else {
      throw GraphError.width(of: NodeRole.head.name, found: classes, atLeast: 2)
    }
    guard self[NodeRole.head.name] == nil else {
      throw GraphError.impossibleCut("there is a head already; cut out the features below it first")
    }
    if let decoder = nodes.first(where: { $0.role == .decoder }) {
      throw GraphError.impossibleCut(
        "the graph still has its decoders (\(decoder.name)), which fine-tuning does not train; "
          + "drop them first: droppingDecoders().attachingHead(classes: \(classes))")
    }
    let below = try node ?? output
    var table = parameters
    table[NodeRole.head.weight()] = Matrix(rows: try width(of: below), columns: classes)
    table[NodeRole.head.bias()] = Matrix(rows: 1, columns: classes)
    let head = [
      Node(
        NodeRole.head.name,
        .dense(weight: NodeRole.head.weight(), bias: NodeRole.head.bias(), transposed: false), inputs: [below]
      ),
      Node(NodeRole.probability.name, .softmax, inputs: [NodeRole.head.name]),
      Node(NodeRole.labels.name, .labels(classes: classes)),
      Node(NodeRole.loss.name, .loss(loss), inputs: [NodeRole.head.name, NodeRole.labels.name]),
    ]
    return try LayerGraph(nodes: nodes + head, parameters: table, frozen: frozen)
  }

  /// Cuts out the features of a node: it, all that it depends on, and their parameters.
  public func features(of node: String) throws -> LayerGraph {
    let needed = try ancestors(of: [node])
    return try keeping(nodes.filter { needed.contains($0.name) })
  }

  /// Freezes every parameter that a node or anything below it uses.
  public func freezing(upTo node: String) throws -> LayerGraph {
    let below = try ancestors(of: [node])
    let names = nodes.filter { below.contains($0.name) }.flatMap(\.operation.parameters)
    return try LayerGraph(nodes: nodes, parameters: parameters, frozen: frozen.union(names))
  }

  /// The last node that holds features: a code, or the probabilities of a classifier.
  public var output: String {
    get throws {
      guard let last = nodes.last(where: { !$0.operation.holdsNoFeatures }) else {
        throw GraphError.impossibleCut("the graph has no nodes")
      }
      return last.name
    }
  }

  /// The names of some nodes and of all that they depend on.
  func ancestors(of names: [String]) throws -> Set<String> {
    var needed = Set(names)
    for name in names { _ = try index(of: name) }
    for node in nodes.reversed() where needed.contains(node.name) {
      needed.formUnion(node.inputs)
    }
    return needed
  }

  /// These nodes with the parameters that they use.
  func keeping(_ nodes: [Node]) throws -> LayerGraph {
    let used = Set(nodes.flatMap(\.operation.parameters))
    return try LayerGraph(
      nodes: nodes, parameters: parameters.filter(used.contains),
      frozen: frozen.intersection(used))
  }
}
