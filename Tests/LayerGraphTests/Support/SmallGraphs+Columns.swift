import StrataLayerGraph
import StrataLinearAlgebra

/// Small graphs of what works column by column, and of products of two values.
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

  /// `input` → `encoder` → `standard` → `code` → `head`, and `loss` against the input, with statistics as they might
  /// be measured.
  static func standardized(widths: Widths = Widths(), seed: UInt64 = 1) throws -> LayerGraph {
    let (inputs, units) = (widths.inputs, widths.units)
    var table = parameters(
      [("encoder.weight", inputs, units), ("head.weight", units, inputs), ("mean", 1, units)], seed: seed)
    table["deviation"] = Matrix(
      rows: 1, columns: units,
      RandomStream(seed: seed, purpose: "deviation").uniform(count: units).map { 0.3 + $0 })
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("encoder", .dense(weight: "encoder.weight", bias: nil, transposed: false), inputs: ["input"]),
        Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["encoder"]),
        Node("code", .activation(function: .sigmoid), inputs: ["standard"]),
        Node("head", .dense(weight: "head.weight", bias: nil, transposed: false), inputs: ["code"]),
        Node("loss", .loss(.squaredError), inputs: ["head", "input"]),
      ], parameters: table)
  }

  /// A value with a gate: `input` → `left` (dense), `input` → `right` → `gate` (sigmoid), `gated`, their product →
  /// `head`, and `loss` against the input.
  static func gated(widths: Widths = Widths(), seed: UInt64 = 1) throws -> LayerGraph {
    let (inputs, units) = (widths.inputs, widths.units)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("left", .dense(weight: "left.weight", bias: "left.bias", transposed: false), inputs: ["input"]),
        Node("right", .dense(weight: "right.weight", bias: nil, transposed: false), inputs: ["input"]),
        Node("gate", .activation(function: .sigmoid), inputs: ["right"]),
        Node("gated", .product, inputs: ["left", "gate"]),
        Node("head", .dense(weight: "head.weight", bias: nil, transposed: false), inputs: ["gated"]),
        Node("loss", .loss(.squaredError), inputs: ["head", "input"]),
      ],
      parameters: parameters(
        [
          ("left.weight", inputs, units), ("left.bias", 1, units), ("right.weight", inputs, units),
          ("head.weight", units, inputs),
        ], seed: seed))
  }
}
