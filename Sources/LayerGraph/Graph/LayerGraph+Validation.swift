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
      var inputs: [OperationSite.Input] = []
      for name in node.inputs {
        guard let position = indices[name] else { throw .unknownInput(name, of: node.name) }
        inputs.append(OperationSite.Input(node: nodes[position], width: widths[position]))
      }
      let site = OperationSite(name: node.name, inputs: inputs) { name in indices[name].map { nodes[$0] } }
      let width = try width(of: node, at: site, parameters: parameters)
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

  private static func width(
    of node: Node, at site: OperationSite, parameters: ParameterTable
  ) throws(GraphError) -> Int {
    let definition = node.operation.definition
    // Losses and sums say themselves what they can read.
    if ![.loss, .sum].contains(definition.part) {
      for input in site.inputs where input.node.operation.holdsNoFeatures {
        throw .notFeatures(input.node.name, of: node.name)
      }
    }
    // What a definition refuses, it refuses of operations with parameters too.
    let ofInputs = try definition.width(of: site)
    return try width(of: node, input: site.inputs.first?.width ?? 0, parameters: parameters) ?? ofInputs
  }
}
