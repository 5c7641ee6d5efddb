extension LayerGraph {
  /// The widest value of a node: wider ones, in a file, are there to exhaust the memory.
  static let largestWidth = 1 << 20

  /// Checks everything and returns each node's width and position.
  static func validate(
    nodes: [Node], parameters: ParameterTable, frozen: Set<String>
  ) throws(GraphError) -> (widths: [Int], indices: [String: Int]) {
    var widths: [Int] = []
    var indices: [String: Int] = [:]
    var firstInput: String?
    for (index, node) in nodes.enumerated() {
      guard indices[node.name] == nil else { throw .duplicateNode(node.name) }
      guard node.operation.inputCounts.contains(node.inputs.count) else {
        throw .inputCount(
          of: node.name, expected: node.operation.inputCounts, found: node.inputs.count)
      }
      if case .input = node.operation {
        if let firstInput { throw .secondInput(node.name, first: firstInput) }
        firstInput = node.name
      }
      var inputs: [Input] = []
      for name in node.inputs {
        guard let position = indices[name] else { throw .unknownInput(name, of: node.name) }
        inputs.append(Input(node: nodes[position], width: widths[position]))
      }
      let width = try outputWidth(of: node, inputs: inputs, parameters: parameters)
      if node.operation.isPenalty {
        try check(
          penalty: node, code: inputs[0].node,
          below: inputs[0].node.inputs.first.flatMap { indices[$0] }.map { nodes[$0] })
      }
      guard (1...largestWidth).contains(width) else { throw .width(of: node.name, found: width) }
      widths.append(width)
      indices[node.name] = index
    }
    let used = Set(nodes.flatMap(\.operation.parameters))
    if let name = parameters.names.first(where: { !used.contains($0) }) {
      throw .unusedParameter(name)
    }
    try checkRoles(nodes)
    if let name = frozen.sorted().first(where: { !parameters.contains($0) }) {
      throw .unknownFrozen(name)
    }
    return (widths, indices)
  }

  private struct Input {
    let node: Node
    let width: Int
  }

  private static func outputWidth(
    of node: Node, inputs: [Input], parameters: ParameterTable
  ) throws(GraphError) -> Int {
    if case .loss(let loss) = node.operation {
      try check(loss, of: node, prediction: inputs[0], target: inputs[1], weights: inputs.dropFirst(2).first)
      return 1
    }
    if node.operation == .sum {
      try check(sum: node, terms: inputs.map(\.node))
      return 1
    }
    for input in inputs where input.node.operation.holdsNoFeatures {
      throw .notFeatures(input.node.name, of: node.name)
    }
    if let width = try width(of: node, input: inputs.first?.width ?? 0, parameters: parameters) {
      return width
    }
    switch node.operation {
    case .input(let width): return width
    case .labels(let classes): return classes
    case .loss, .contraction, .sparsity, .sum: return 1
    case .activation, .softmax, .scaleAndShift, .standardization: return inputs[0].width
    case .product:
      guard inputs[0].width == inputs[1].width else {
        throw .inputWidths(
          of: node.name, inputs[0].node.name, inputs[0].width, inputs[1].node.name, inputs[1].width)
      }
      return inputs[0].width
    case .emphasis(let emphasis):
      try check(emphasis, of: node, noises: inputs)
      return inputs[0].width
    case .corruption(let corruption):
      let levels = Corruption.levels(of: corruption.kind)
      if let level = corruption.extremes.first(where: { !levels.contains($0) }) {
        throw .level(
          of: node.name, found: level,
          expected: corruption.kind == .gaussian ? "0 or more" : "a probability, 0 to 1")
      }
      return inputs[0].width
    case .dropout(let rate):
      guard (0..<1).contains(rate) else {
        throw .level(of: node.name, found: rate, expected: "at least 0 and below 1")
      }
      return inputs[0].width
    case .dense: preconditionFailure("\(node.name): its weight gives it no width")
    }
  }

  private static func check(
    _ loss: Loss, of node: Node, prediction: Input, target: Input, weights: Input?
  ) throws(GraphError) {
    let isLabels = if case .labels = target.node.operation { true } else { false }
    guard isLabels == loss.comparesWithLabels else {
      throw .lossTarget(of: node.name, loss: loss, target: target.node.name)
    }
    guard prediction.width == target.width else {
      throw .lossWidths(
        of: node.name, prediction: prediction.node.name, prediction.width,
        target: target.node.name, target.width)
    }
    guard let weights else { return }
    guard !loss.comparesWithLabels else {
      throw .mismatch(
        of: node.name,
        reason: "\(loss.title) has no elements to weigh; \(weights.node.name) is one input too many")
    }
    guard !weights.node.operation.holdsNoFeatures else {
      throw .notFeatures(weights.node.name, of: node.name)
    }
    guard weights.width == prediction.width else {
      throw .lossWidths(
        of: node.name, prediction: prediction.node.name, prediction.width,
        target: weights.node.name, weights.width)
    }
  }

  private static func check(
    _ emphasis: Emphasis, of node: Node, noises: [Input]
  ) throws(GraphError) {
    for weight in [emphasis.corrupted, emphasis.untouched] where !(weight >= 0 && weight.isFinite) {
      throw .level(of: node.name, found: weight, expected: "0 or more")
    }
    for noise in noises {
      guard case .corruption(let corruption) = noise.node.operation else {
        throw .mismatch(of: node.name, reason: "\(noise.node.name) is no corruption, so it hits nothing")
      }
      guard corruption.kind.leavesSomeUntouched else {
        throw .mismatch(
          of: node.name,
          reason: "\(noise.node.name) is \(corruption.kind.rawValue) noise, which touches every element, so "
            + "there are none to emphasise")
      }
      guard noise.width == noises[0].width else {
        throw .mismatch(of: node.name, reason: "its noises are \(noises[0].width) and \(noise.width) wide")
      }
    }
  }
}
