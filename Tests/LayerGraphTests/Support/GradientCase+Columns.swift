import StrataLayerGraph
import StrataLinearAlgebra

/// What works column by column, and products of two values, in every place where they may stand.
extension GradientCase {
  static let columns = [
    GradientCase("scale and shift") { try SmallGraphs.scaled(seed: $0) },
    GradientCase("scale and shift of the examples") { try SmallGraphs.scaled(fromTheInput: true, seed: $0) },
    GradientCase("a gain is frozen") { seed in
      let graph = try SmallGraphs.scaled(seed: seed)
      return try LayerGraph(nodes: graph.nodes, parameters: graph.parameters, frozen: ["gain"])
    },
    GradientCase("a gain used twice, and once more under the loss") { seed in
      try square(
        seed: seed,
        [
          Node("one", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["dense"]),
          Node("code", .activation(function: .tanh), inputs: ["one"]),
          Node("two", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["code"]),
          Node("three", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["two"]),
        ])
    },
    GradientCase("standardization") { try SmallGraphs.standardized(seed: $0) },
    GradientCase("standardization of masked examples, then scale and shift") { seed in
      try square(
        seed: seed,
        [
          Node("noise", .corruption(.masking(0.3)), inputs: ["dense"]),
          Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["noise"]),
          Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["standard"]),
        ])
    },
    GradientCase("a gate") { try SmallGraphs.gated(seed: $0) },
    GradientCase("a square: both inputs are one node") { seed in
      try square(seed: seed, [Node("square", .product, inputs: ["dense", "dense"])])
    },
    GradientCase("a product with the examples") { seed in
      try square(seed: seed, [Node("product", .product, inputs: ["input", "dense"])])
    },
    GradientCase("products of products, read by two") { seed in
      try square(
        seed: seed,
        [
          Node("code", .activation(function: .sigmoid), inputs: ["dense"]),
          Node("square", .product, inputs: ["code", "code"]),
          Node("cube", .product, inputs: ["square", "code"]),
          Node("sum", .dense(weight: "weight", bias: nil, transposed: true), inputs: ["cube"]),
          Node("all", .product, inputs: ["sum", "square"]),
        ])
    },
    GradientCase("a product whose first input is frozen below") { seed in
      let graph = try SmallGraphs.gated(seed: seed)
      return try LayerGraph(
        nodes: graph.nodes, parameters: graph.parameters, frozen: ["left.weight", "left.bias"])
    },
  ]

  /// `input` → `dense` (square) → the nodes → `loss`: squared error against the input. There are a gain, two biases
  /// and statistics to name.
  private static func square(seed: UInt64, _ nodes: [Node]) throws -> LayerGraph {
    let width = SmallGraphs.inputs
    var table = SmallGraphs.parameters(
      [
        ("weight", width, width), ("dense.bias", 1, width), ("gain", 1, width), ("bias", 1, width),
        ("mean", 1, width),
      ], seed: seed)
    table["deviation"] = Matrix(
      rows: 1, columns: width,
      RandomStream(seed: seed, purpose: "deviation").uniform(count: width).map { 0.4 + $0 })
    let all =
      [
        Node("input", .input(width: width)),
        Node("dense", .dense(weight: "weight", bias: "dense.bias", transposed: false), inputs: ["input"]),
      ] + nodes + [Node("loss", .loss(.squaredError), inputs: [nodes[nodes.count - 1].name, "input"])]
    let used = Set(all.flatMap(\.operation.parameters))
    for name in table.names where !used.contains(name) { table[name] = nil }
    return try LayerGraph(nodes: all, parameters: table)
  }
}
