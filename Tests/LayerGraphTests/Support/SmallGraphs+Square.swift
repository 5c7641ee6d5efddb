import StrataLayerGraph
import StrataLinearAlgebra

extension SmallGraphs {
  /// `input` → `dense` (square) → the nodes → `loss`: squared error against the input. There are a gain, two biases
  /// and statistics to name.
  ///
  /// - Parameter hasBias: false where the batch's mean is taken off again: the gradient of a bias would be zero.
  static func square(hasBias: Bool = true, seed: UInt64, _ nodes: [Node]) throws -> LayerGraph {
    let width = inputs
    var table = parameters(
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
        Node(
          "dense", .dense(weight: "weight", bias: hasBias ? "dense.bias" : nil, transposed: false),
          inputs: ["input"]),
      ] + nodes + [Node("loss", .loss(.squaredError), inputs: [nodes[nodes.count - 1].name, "input"])]
    let used = Set(all.flatMap(\.operation.parameters))
    for name in table.names where !used.contains(name) { table[name] = nil }
    return try LayerGraph(nodes: all, parameters: table)
  }
}
