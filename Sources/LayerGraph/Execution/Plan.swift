/// What a pass computes and in which memory: made once from a graph, before any memory is taken.
struct Plan {
  /// A place in memory: of batch × width the value of a node, or the gradient with respect to it; of 1 × the
  /// width of its input, a row that a node keeps for itself.
  enum Slot: Hashable {
    case value(Int)
    case delta(Int)
    case own(Int, Int)
  }

  /// The nodes that the pass computes, as positions in the graph, in topological order.
  let order: [Int]
  /// The activation that a dense node applies to its own columns at once, and the node it spares.
  private(set) var fused: [Int: (activation: Activation, node: Int)] = [:]
  /// The nodes with a gradient: something below them is trained, or the gradient reaches the input.
  private(set) var differentiable: Set<Int> = []
  /// For each node the gradients that it hands down, one for each input: nil where the input has none,
  /// true where it adds to what another node has written before it, false where it is the first.
  private(set) var handsDown: [Int: [Bool?]] = [:]
  /// Parameters to train, in the order of the table.
  let trained: [String]
  /// Dense nodes that read the examples or a masked copy of them, with the expected density of their input, as a
  /// factor on the density of the examples.
  private(set) var zerosKept: [Int: Float] = [:]
  private var aliases: [Slot: Slot] = [:]

  /// - Parameters:
  ///   - targets: the nodes whose values are wanted.
  ///   - withNoise: false where corruption and dropout pass their input through.
  ///   - withGradients: true when the (only) target is to be differentiated: a loss, a sum of terms, or a
  ///     node whose gradient is handed in.
  ///   - reachingInput: true when the gradient with respect to the examples is wanted too.
  init(
    _ graph: LayerGraph, targets: [String], withNoise: Bool, withGradients: Bool,
    reachingInput: Bool = false
  ) throws {
    let needed = try graph.ancestors(of: targets)
    let order = graph.nodes.indices.filter { needed.contains(graph.nodes[$0].name) }
    var consumers: [Int: [Int]] = [:]
    for index in order {
      for input in graph.nodes[index].inputs {
        consumers[try graph.index(of: input), default: []].append(index)
      }
    }
    self.order = order
    let used = Set(order.flatMap { graph.nodes[$0].operation.parameters })
    trained =
      withGradients
      ? graph.trainable.filter(used.contains) : []

    for index in order {
      let node = graph.nodes[index]
      let inputs = try node.inputs.map(graph.index(of:))
      if case .emphasis = node.operation { continue }  // data, whatever it reads
      let isInput = if case .input = node.operation { true } else { false }
      if node.operation.parameters.contains(where: trained.contains)
        || inputs.contains(where: differentiable.contains) || reachingInput && isInput
      {
        differentiable.insert(index)
      }
      if node.operation.isNoise && !withNoise { aliases[.value(index)] = .value(inputs[0]) }
      switch node.operation {
      case .activation(let function):
        // Only the function reads the dense node's value, so it may be applied in place.
        if case .dense = graph.nodes[inputs[0]].operation, consumers[inputs[0]]?.count == 1,
          !targets.contains(graph.nodes[inputs[0]].name)
        {
          fused[inputs[0]] = (function, index)
          aliases[.value(index)] = .value(inputs[0])
          aliases[.delta(index)] = .delta(inputs[0])
        }
      case .standardization:
        // Nothing reads the dense node's value once it is standardized.
        if case .dense = graph.nodes[inputs[0]].operation, consumers[inputs[0]]?.count == 1,
          !targets.contains(graph.nodes[inputs[0]].name)
        {
          aliases[.value(index)] = .value(inputs[0])
          aliases[.delta(index)] = .delta(inputs[0])
        }
      case .loss:
        // Once the loss is known its prediction is no longer needed; the gradient takes its place.
        if withGradients, case .dense = graph.nodes[inputs[0]].operation,
          consumers[inputs[0]]?.count == 1
        {
          aliases[.delta(inputs[0])] = .value(inputs[0])
        }
      default: break
      }
    }
    if withNoise { try checkSwaps(graph) }
    try findZeros(graph, withNoise: withNoise)
    try findEdges(graph)
  }

  /// Goes through the backward pass and notes for each input of each node whether it is the first to write the
  /// input's gradient.
  private mutating func findEdges(_ graph: LayerGraph) throws {
    var written: Set<Int> = []
    // Losses write their gradients on the way forward, before everything else.
    let losses = order.filter { graph.nodes[$0].operation.isLoss }
    let others = order.reversed().filter { !graph.nodes[$0].operation.isLoss }
    for index in losses + others where differentiable.contains(index) {
      let node = graph.nodes[index]
      handsDown[index] = try node.inputs.enumerated().map { position, name in
        let input = try graph.index(of: name)
        guard node.operation.definition.differentiatedInputs.contains(position),
          differentiable.contains(input)
        else {
          return nil
        }
        let isFirst = written.insert(input).inserted
        if !isFirst && node.operation.isLoss { throw GraphError.sharedPrediction(name, by: node.name) }
        return !isFirst
      }
    }
  }

  /// Throws unless what takes values of other examples stands above the examples with nothing but noise
  /// between them: of any other node the values for those examples are not known.
  private func checkSwaps(_ graph: LayerGraph) throws {
    for index in order where graph.nodes[index].operation.takesOtherExamples {
      var below = graph.nodes[try graph.index(of: graph.nodes[index].inputs[0])]
      while below.operation.isNoise {
        below = graph.nodes[try graph.index(of: below.inputs[0])]
      }
      guard case .input = below.operation else {
        throw GraphError.mismatch(
          of: graph.nodes[index].name,
          reason: "swap noise takes values of other examples, and those of \(below.name) are not known; "
            + "cut the graph there and hand its values in as examples")
      }
    }
  }

  /// Follows the examples' zeros through what keeps them to the dense nodes that can skip them.
  private mutating func findZeros(_ graph: LayerGraph, withNoise: Bool) throws {
    var kept: [Int: Float] = [:]
    for index in order {
      let node = graph.nodes[index]
      let input = try node.inputs.first.flatMap { kept[try graph.index(of: $0)] }
      switch node.operation {
      case .input: kept[index] = 1
      case .dense(_, _, transposed: false): zerosKept[index] = input
      default:
        kept[index] = input.flatMap { input in
          node.operation.definition.nonZerosLeft(withNoise: withNoise).map { input * $0 }
        }
      }
    }
  }

  /// The slot whose memory a slot uses.
  func resolved(_ slot: Slot) -> Slot {
    aliases[slot].map(resolved) ?? slot
  }

  /// The factors of a weight's gradient, one pair for each dense node that uses it:
  /// (L, R) with the gradient Σ Lᵀ·R.
  func gradientFactors(of weight: String, in graph: LayerGraph) throws -> [(
    left: Slot, right: Slot, node: Int
  )] {
    try order.compactMap { index in
      guard case .dense(weight, _, let transposed) = graph.nodes[index].operation else { return nil }
      let x = resolved(.value(try graph.index(of: graph.nodes[index].inputs[0])))
      let dy = resolved(.delta(index))
      return transposed ? (dy, x, index) : (x, dy, index)
    }
  }
}
