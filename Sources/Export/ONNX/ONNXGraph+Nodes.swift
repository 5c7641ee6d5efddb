internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph

extension ONNXGraph {
  /// Adds the model: input, encoding, every node, outputs.
  mutating func add(_ contents: ModelContents) throws {
    let graph = contents.graph
    addInput("X", columns: graph.inputWidth)
    let result = contents.output.names[contents.output.names.count - 1]
    var values: [String: String] = [:]
    for node in graph.nodes {
      let inputs = node.inputs.compactMap { values[$0] }
      // Made only where an operator is added: noise is its input under another name.
      func output(_ graph: inout ONNXGraph) -> String {
        node.name == contents.node ? result : graph.name(node.name)
      }
      values[node.name] = try add(node, reading: inputs, contents, output: output)
    }
    if let value = values[contents.node], value != result { add("Identity", [value], to: result) }
    addOutputs(of: contents, values: values)
  }

  /// Adds one node, and returns the name of its value.
  private mutating func add(
    _ node: Node, reading inputs: [String], _ contents: ModelContents,
    output: (inout ONNXGraph) -> String
  ) throws(InputError) -> String {
    let graph = contents.graph
    switch node.operation {
    case .input:
      return contents.encoding.isIdentity ? "X" : addEncoding(contents.encoding, to: output(&self))
    case .corruption, .dropout:
      return inputs[0]
    case .dense(let weight, let bias, let isTransposed):
      let factors = ([weight] + (bias.map { [$0] } ?? [])).map { parameter($0, of: graph) }
      return add(
        "Gemm", inputs + factors, to: output(&self), .integer("transB", isTransposed ? 1 : 0))
    case .activation(let function):
      return add(function.operatorName, inputs, to: output(&self))
    case .softmax:
      return add("Softmax", inputs, to: output(&self), .integer("axis", 1))
    case .scaleAndShift(let gain, let bias):
      let scaled = add("Mul", inputs + [parameter(gain, of: graph)], to: name("\(node.name).scaled"))
      return add("Add", [scaled, parameter(bias, of: graph)], to: output(&self))
    case .standardization(let mean, let deviation):
      let centred = add("Sub", inputs + [parameter(mean, of: graph)], to: name("\(node.name).centred"))
      return add("Div", [centred, parameter(deviation, of: graph)], to: output(&self))
    case .product:
      return add("Mul", inputs, to: output(&self))
    case .labels, .emphasis, .loss, .contraction, .sparsity, .sum:
      throw InputError(
        .unavailable, at: node.name, expected: "an operation that has a meaning outside of training",
        found: node.operation.title, advice: "choose an output that does not depend on it")
    }
  }
}

extension Activation {
  /// The name of the operator in ONNX.
  fileprivate var operatorName: String {
    switch self {
    case .linear: "Identity"
    case .sigmoid: "Sigmoid"
    case .tanh: "Tanh"
    case .relu: "Relu"
    // Its alpha is 0.01 unless another is said.
    case .leakyRelu: "LeakyRelu"
    case .softplus: "Softplus"
    }
  }
}
