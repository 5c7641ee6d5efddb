import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

struct IdentityShareTests {
  /// An autoencoder with random weights, tied or not.
  private func autoencoder(
    inputs: Int, units: Int, isTied: Bool, activation: Activation, seed: UInt64
  ) throws -> LayerGraph {
    func draws(_ rows: Int, _ columns: Int, _ purpose: String) -> Matrix {
      Matrix(
        rows: rows, columns: columns,
        RandomStream(seed: seed, purpose: purpose).normal(count: rows * columns))
    }
    var table = ParameterTable()
    table["encoder.0.weight"] = draws(inputs, units, "encoder")
    table["encoder.0.bias"] = draws(1, units, "bias")
    if !isTied { table["decoder.0.weight"] = draws(units, inputs, "decoder") }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node(
          "encoder.0", .dense(weight: "encoder.0.weight", bias: "encoder.0.bias", transposed: false),
          inputs: ["input"]),
        Node("code.0", .activation(function: activation), inputs: ["encoder.0"]),
        Node(
          "decoder.0",
          .dense(
            weight: isTied ? "encoder.0.weight" : "decoder.0.weight", bias: nil, transposed: isTied),
          inputs: ["code.0"]),
      ], parameters: table)
  }

  /// The share by its definition, from central differences of every output by every input.
  private func slowShare(_ graph: LayerGraph, _ example: [Float]) throws -> Double {
    let step: Float = 0.02
    var (own, all) = (0.0, 0.0)
    for input in example.indices {
      var (left, right) = (example, example)
      left[input] -= step
      right[input] += step
      let values = try graph.values(of: "decoder.0", for: Matrix([left, right]))
      for output in example.indices {
        let slope = Double(values[1, output] - values[0, output]) / Double(2 * step)
        all += slope * slope
        if output == input { own += slope * slope }
      }
    }
    return own / all
  }

  @Test(arguments: [Activation.sigmoid, .tanh, .linear], [true, false])
  func isWhatDifferencesSay(activation: Activation, isTied: Bool) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let graph = try autoencoder(
        inputs: 7, units: 5, isTied: isTied, activation: activation, seed: seed)
      let example = RandomStream(seed: seed, purpose: "example").uniform(count: 7)
      let share = try graph.identityShare(for: Matrix([example]))
      #expect(abs(share - (try slowShare(graph, example))) < 2e-3)
    }
  }

  @Test func aMapThatCopiesHasOne() throws {
    var graph = try autoencoder(inputs: 4, units: 4, isTied: true, activation: .linear, seed: 1)
    var table = graph.parameters
    table["encoder.0.weight"] = Matrix([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    graph = graph.replacing(parameters: table)
    #expect(try graph.identityShare(for: Matrix([[0.1, 0.2, 0.3, 0.4]])) == 1)
  }

  @Test func aMapToTheMeanHasOneInN() throws {
    var graph = try autoencoder(inputs: 4, units: 1, isTied: true, activation: .linear, seed: 1)
    var table = graph.parameters
    table["encoder.0.weight"] = Matrix([[0.5], [0.5], [0.5], [0.5]])
    graph = graph.replacing(parameters: table)
    #expect(try graph.identityShare(for: Matrix([[0.1, 0.2, 0.3, 0.4]])) == 0.25)
  }

  @Test func withoutADecoderThereIsNone() throws {
    let graph = try autoencoder(inputs: 4, units: 2, isTied: true, activation: .tanh, seed: 1)
    let encoder = try graph.features(of: "code.0")
    #expect(throws: GraphError.self) {
      _ = try encoder.identityShare(for: Matrix(rows: 1, columns: 4))
    }
  }
}
