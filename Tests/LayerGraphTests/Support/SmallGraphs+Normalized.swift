import StrataLayerGraph
import StrataLinearAlgebra

extension SmallGraphs {
  /// `input` → (`dense.k` → `standard.k` → `noise.k` → `scaled.k` → `code.k`) for each layer → `head` → `loss` against labels:
  /// batch normalization with noise between its two halves.
  static func normalizedClassifier(units: [Int], seed: UInt64 = 1) throws -> LayerGraph {
    let graph = try deepClassifier(units: units, seed: seed)
    var table = graph.parameters
    var nodes: [Node] = []
    for node in graph.nodes {
      guard node.name.hasPrefix("code."), let k = node.name.split(separator: ".").last else {
        nodes.append(
          node.name.hasPrefix("dense.")
            ? Node(
              node.name, .dense(weight: "\(node.name).weight", bias: nil, transposed: false),
              inputs: node.inputs) : node)
        continue
      }
      let width = table["dense.\(k).weight"]?.columns ?? 0
      table["dense.\(k).bias"] = nil
      let own = parameters([("scaled.\(k).gain", 1, width), ("scaled.\(k).bias", 1, width)], seed: seed)
      for name in own.names { table[name] = own[name] }
      table["standard.\(k).mean"] = Matrix(rows: 1, columns: width)
      table["standard.\(k).deviation"] = Matrix(rows: 1, columns: width, repeating: 1)
      nodes += [
        Node(
          "standard.\(k)",
          .standardization(mean: "standard.\(k).mean", deviation: "standard.\(k).deviation"),
          inputs: node.inputs),
        Node("noise.\(k)", .corruption(.gaussian(0.2)), inputs: ["standard.\(k)"]),
        Node(
          "scaled.\(k)", .scaleAndShift(gain: "scaled.\(k).gain", bias: "scaled.\(k).bias"),
          inputs: ["noise.\(k)"]),
        Node(node.name, node.operation, inputs: ["scaled.\(k)"]),
      ]
    }
    return try LayerGraph(nodes: nodes, parameters: table)
  }

  /// Examples that are standardized themselves, so that nothing is handed down.
  static func standardizedExamples(seed: UInt64 = 1) throws -> LayerGraph {
    var table = parameters([("weight", inputs, inputs), ("mean", 1, inputs)], seed: seed)
    table["deviation"] = Matrix(rows: 1, columns: inputs, repeating: 1)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["input"]),
        Node("dense", .dense(weight: "weight", bias: nil, transposed: false), inputs: ["standard"]),
        Node("loss", .loss(.squaredError), inputs: ["dense", "input"]),
      ], parameters: table)
  }

  /// A layer far from zero before it is standardized: a variance from the sum of squares would have no digits left.
  static func standardizedFarFromZero(seed: UInt64 = 1) throws -> LayerGraph {
    let graph = try square(
      seed: seed,
      [
        Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["dense"]),
        Node("code", .activation(function: .tanh), inputs: ["standard"]),
      ])
    var table = graph.parameters
    table["dense.bias"] = Matrix(rows: 1, columns: inputs, repeating: 300)
    return try LayerGraph(nodes: graph.nodes, parameters: table, frozen: ["dense.bias"])
  }
}
