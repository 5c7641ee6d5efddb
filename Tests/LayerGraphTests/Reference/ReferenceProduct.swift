import StrataLayerGraph

/// a ⊙ b.
struct ReferenceProduct: ReferenceOperation {
  static let omissions: [Omission] = [.otherFactor, .productsSecond]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    let (a, b) = (pass[node.inputs[0]], pass[node.inputs[1]])
    return a.like { a[$0, $1] * b[$0, $1] }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    let (a, b) = (gradient.pass[node.inputs[0]], gradient.pass[node.inputs[1]])
    gradient.add(
      dy.like { dy[$0, $1] * gradient.factor(b[$0, $1], unless: .otherFactor) }, to: node.inputs[0])
    gradient.add(dy.like { dy[$0, $1] * a[$0, $1] }, to: node.inputs[1], unless: .productsSecond)
  }

  static let cases = [
    GradientCase("a gate") { try SmallGraphs.gated(seed: $0) },
    GradientCase("a square: both inputs are one node") { seed in
      try SmallGraphs.square(seed: seed, [Node("square", .product, inputs: ["dense", "dense"])])
    },
    GradientCase("a product with the examples") { seed in
      try SmallGraphs.square(seed: seed, [Node("product", .product, inputs: ["input", "dense"])])
    },
    GradientCase("products of products, read by two") { seed in
      try SmallGraphs.square(
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
}

extension Omission {
  /// The other factor in what a product hands down to its first input.
  static let otherFactor = Omission("other factor") { try SmallGraphs.gated() }
  /// What a product hands down to its second input.
  static let productsSecond = Omission("second factor") { try SmallGraphs.gated() }
}

extension SmallGraphs {
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
