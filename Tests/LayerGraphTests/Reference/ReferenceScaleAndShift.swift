import StrataLayerGraph

/// x ⊙ gain + bias.
struct ReferenceScaleAndShift: ReferenceOperation {
  let gain, bias: String

  static let omissions: [Omission] = [.gain, .scale]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    guard let gain = pass.parameters[gain], let bias = pass.parameters[bias] else { return nil }
    let x = pass[node.inputs[0]]
    return x.like { x[$0, $1] * gain[0, $1] + bias[0, $1] }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    guard let scale = gradient.pass.parameters[gain] else { return }
    let x = gradient.pass[node.inputs[0]]
    gradient.add(dy.columnSums { dy[$0, $1] * x[$0, $1] }, toParameter: gain, unless: .gain)
    gradient.add(dy.columnSums { dy[$0, $1] }, toParameter: bias, unless: .bias)
    gradient.add(dy.like { dy[$0, $1] * gradient.factor(scale[0, $1], unless: .scale) }, to: node.inputs[0])
  }

  static let cases = [
    GradientCase("scale and shift") { try SmallGraphs.scaled(seed: $0) },
    GradientCase("scale and shift of the examples") { try SmallGraphs.scaled(fromTheInput: true, seed: $0) },
    GradientCase("a gain is frozen") { seed in
      let graph = try SmallGraphs.scaled(seed: seed)
      return try LayerGraph(nodes: graph.nodes, parameters: graph.parameters, frozen: ["gain"])
    },
    GradientCase("a gain used twice, and once more under the loss") { seed in
      try SmallGraphs.square(
        seed: seed,
        [
          Node("one", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["dense"]),
          Node("code", .activation(function: .tanh), inputs: ["one"]),
          Node("two", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["code"]),
          Node("three", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["two"]),
        ])
    },
  ]
}

extension Omission {
  /// The gradient of every gain.
  static let gain = Omission("gain") { try SmallGraphs.scaled() }
  /// The factor γ in what is handed down through a gain.
  static let scale = Omission("scale") { try SmallGraphs.scaled() }
}

extension SmallGraphs {
  /// `input` → `encoder` → `code` → `scaled` → `head` (dense), and `loss`: squared error against the input. With the
  /// examples themselves scaled first when `fromTheInput`.
  static func scaled(
    fromTheInput: Bool = false, widths: Widths = Widths(), seed: UInt64 = 1
  ) throws -> LayerGraph {
    let (inputs, units) = (widths.inputs, widths.units)
    var nodes = [Node("input", .input(width: inputs))]
    var shapes = [("encoder.weight", inputs, units), ("head.weight", units, inputs)]
    if fromTheInput {
      nodes.append(Node("first", .scaleAndShift(gain: "first.gain", bias: "first.bias"), inputs: ["input"]))
      shapes += [("first.gain", 1, inputs), ("first.bias", 1, inputs)]
    }
    nodes += [
      Node(
        "encoder", .dense(weight: "encoder.weight", bias: nil, transposed: false),
        inputs: [nodes[nodes.count - 1].name]),
      Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["encoder"]),
      Node("code", .activation(function: .tanh), inputs: ["scaled"]),
      Node("head", .dense(weight: "head.weight", bias: nil, transposed: false), inputs: ["code"]),
      Node("loss", .loss(.squaredError), inputs: ["head", "input"]),
    ]
    return try LayerGraph(
      nodes: nodes, parameters: parameters(shapes + [("gain", 1, units), ("bias", 1, units)], seed: seed))
  }
}
