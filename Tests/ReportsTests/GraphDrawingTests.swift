import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import StrataReports
import Testing

/// The drawings of a tied denoising autoencoder, whole. When they change on purpose, look at the new
/// ones (`dot -Tpng`, `rsvg-convert`) and put them in place of the old in `Golden`.
struct GraphDrawingTests {
  /// Nodes and shapes as in a stack's lowest layer, all weights 0.
  private func autoencoder() throws -> LayerGraph {
    let (inputs, units) = (19, 18)
    var parameters = ParameterTable()
    parameters["weight"] = Matrix(rows: inputs, columns: units)
    parameters["encoder.bias"] = Matrix(rows: 1, columns: units)
    parameters["decoder.bias"] = Matrix(rows: 1, columns: inputs)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption", .corruption(.masking(0.25)), inputs: ["input"]),
        Node(
          "encoder", .dense(weight: "weight", bias: "encoder.bias", transposed: false), inputs: ["corruption"]
        ),
        Node("code", .activation(function: .sigmoid), inputs: ["encoder"]),
        Node("decoder", .dense(weight: "weight", bias: "decoder.bias", transposed: true), inputs: ["code"]),
        Node("reconstruction", .activation(function: .sigmoid), inputs: ["decoder"]),
        Node("loss", .loss(.crossEntropy), inputs: ["decoder", "input"]),
      ],
      parameters: parameters)
  }

  @Test func dot() throws { try expectGolden(autoencoder().dot, "autoencoder.dot") }

  @Test func svg() throws { try expectGolden(autoencoder().svg, "autoencoder.svg") }

  @Test func namesAreQuoted() throws {
    let graph = try LayerGraph(
      nodes: [Node("a \"b\" <c> & \\d", .input(width: 1))], parameters: ParameterTable())
    #expect(graph.dot.contains(#""a \"b\" <c> & \\d" [label="a \"b\" <c> & \\d\ninput · batch × 1"];"#))
    #expect(graph.svg.contains(">a \"b\" &lt;c&gt; &amp; \\d</text>"))
  }
}
