import StrataLayerGraph
import StrataLinearAlgebra

/// (x − mean) / deviation: of the examples at hand in training, where they are not frozen; else as they were measured.
struct ReferenceStandardization: ReferenceOperation {
  let mean, deviation: String

  static let omissions: [Omission] = [.deviation, .batchDeviation, .batchMean, .batchSlope]

  func isOfBatch(_ pass: ReferencePass) -> Bool {
    pass.isTraining && !pass.graph.frozen.contains(mean)
  }

  /// The mean of each column.
  private func means(_ x: DoubleMatrix) -> [Double] {
    (0..<x.columns).map { column in (0..<x.rows).reduce(0) { $0 + x[$1, column] } / Double(x.rows) }
  }

  private func deviations(_ x: DoubleMatrix) -> [Double] {
    let means = means(x)
    return self.means(x.like { (x[$0, $1] - means[$1]) * (x[$0, $1] - means[$1]) }).map {
      ($0 + 1e-5).squareRoot()
    }
  }

  fileprivate func conditioning(_ x: DoubleMatrix) -> Double {
    let deviations = deviations(x)
    return (0..<x.columns).flatMap { column in (0..<x.rows).map { abs(x[$0, column]) / deviations[column] } }
      .max() ?? 1
  }

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    guard let mean = pass.parameters[mean], let deviation = pass.parameters[deviation] else { return nil }
    let x = pass[node.inputs[0]]
    guard isOfBatch(pass) else { return x.like { (x[$0, $1] - mean[0, $1]) / deviation[0, $1] } }
    let (means, deviations) = (means(x), deviations(x))
    return x.like { (x[$0, $1] - means[$1]) / deviations[$1] }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    guard isOfBatch(gradient.pass) else {
      guard let divisor = gradient.pass.parameters[deviation] else { return }
      return gradient.add(
        dy.like { dy[$0, $1] / gradient.factor(divisor[0, $1], unless: .deviation) }, to: node.inputs[0])
    }
    let (x, y) = (gradient.pass[node.inputs[0]], gradient.pass[node.name])
    let divisors = deviations(x)
    let (sums, slopes) = (means(dy), means(dy.like { dy[$0, $1] * y[$0, $1] }))
    let hasMean = gradient.omission == .batchMean ? 0.0 : 1
    let hasSlope = gradient.omission == .batchSlope ? 0.0 : 1
    gradient.add(
      dy.like {
        (dy[$0, $1] - hasMean * sums[$1] - hasSlope * y[$0, $1] * slopes[$1])
          / gradient.factor(divisors[$1], unless: .batchDeviation)
      }, to: node.inputs[0])
  }

  static let cases = [
    GradientCase("standardization") { try SmallGraphs.standardized(seed: $0) },
    GradientCase("standardization by frozen statistics") {
      try SmallGraphs.standardized(isFrozen: true, seed: $0)
    },
    GradientCase("standardization, noise, then scale and shift") { seed in
      try SmallGraphs.square(
        hasBias: false, seed: seed,
        [
          Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["dense"]),
          Node("noise", .corruption(.gaussian(0.3)), inputs: ["standard"]),
          Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["noise"]),
        ])
    },
    GradientCase("standardization of what others read too, then scale and shift") { seed in
      try SmallGraphs.square(
        hasBias: false, seed: seed,
        [
          Node("noise", .corruption(.gaussian(0.3)), inputs: ["dense"]),
          Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["noise"]),
          Node("scaled", .scaleAndShift(gain: "gain", bias: "bias"), inputs: ["standard"]),
          Node("product", .product, inputs: ["scaled", "noise"]),
        ])
    },
  ]
}

extension ReferencePass {
  /// How much larger rounding errors become where examples are standardized among themselves: the largest value of a
  /// column over its deviation, at least 1. Three examples may happen to agree in a column.
  var conditioning: Double {
    graph.nodes.reduce(1) { largest, node in
      guard case .standardization(let mean, let deviation) = node.operation else { return largest }
      let reference = ReferenceStandardization(mean: mean, deviation: deviation)
      return max(largest, reference.isOfBatch(self) ? reference.conditioning(self[node.inputs[0]]) : 1)
    }
  }
}

extension Omission {
  /// The divisor σ in what is handed down through a standardization by what was measured.
  static let deviation = Omission("deviation") { try SmallGraphs.standardized(isFrozen: true) }
  /// The divisor √(σ² + ε) in what is handed down through one by the batch.
  static let batchDeviation = Omission("deviation of the batch") { try SmallGraphs.standardized() }
  /// That the batch's mean depends on each example.
  static let batchMean = Omission("mean of the batch") { try SmallGraphs.standardized() }
  /// That the batch's deviation depends on each example.
  static let batchSlope = Omission("slope of the batch's deviation") { try SmallGraphs.standardized() }
}

extension SmallGraphs {
  /// `input` → `encoder` → `standard` → `code` → `head`, and `loss` against the input, with statistics as they might
  /// be measured.
  static func standardized(
    isFrozen: Bool = false, widths: Widths = Widths(), seed: UInt64 = 1
  ) throws -> LayerGraph {
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
      ], parameters: table, frozen: isFrozen ? ["mean", "deviation"] : [])
  }
}
