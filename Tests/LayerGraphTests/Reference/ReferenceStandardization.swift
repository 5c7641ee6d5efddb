import StrataLayerGraph
import StrataLinearAlgebra

/// (x − mean) / deviation, as they were measured.
struct ReferenceStandardization: ReferenceOperation {
  let mean, deviation: String

  static let omissions: [Omission] = [.deviation]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    guard let mean = pass.parameters[mean], let deviation = pass.parameters[deviation] else { return nil }
    let x = pass[node.inputs[0]]
    return x.like { (x[$0, $1] - mean[0, $1]) / deviation[0, $1] }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    guard let divisor = gradient.pass.parameters[deviation] else { return }
    gradient.add(
      dy.like { dy[$0, $1] / gradient.factor(divisor[0, $1], unless: .deviation) }, to: node.inputs[0])
  }

  static let cases = [
    GradientCase("standardization") { try SmallGraphs.standardized(seed: $0) },
    GradientCase("standardization of masked examples, then scale and shift") { seed in
      try SmallGraphs.square(
        seed: seed,
        [
          Node("noise", .corruption(.masking(0.3)), inputs: ["dense"]),
          Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["noise"]),
          Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["standard"]),
        ])
    },
  ]
}

extension Omission {
  /// The divisor σ in what is handed down through a standardization.
  static let deviation = Omission("deviation") { try SmallGraphs.standardized() }
}

extension SmallGraphs {
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
}
