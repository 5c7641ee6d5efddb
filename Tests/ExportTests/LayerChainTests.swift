import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataExport

/// A chain of layers computes what the graph does, whatever has become part of its weights.
struct LayerChainTests {
  @Test(arguments: ExportCase.all.filter { $0.scaling == .asIs || $0.isNormalized })
  func computesWhatTheGraphDoes(_ example: ExportCase) throws {
    let contents = try ModelContents(
      graph: example.graph(), encoding: example.encoding, classNames: nil, output: example.output,
      metadata: [:])
    let rows = example.encoding.applied(to: example.raw(rows: 20))
    let expected = try contents.graph.values(of: contents.node, for: rows)
    for row in 0..<20 {
      var values = (0..<rows.columns).map { Double(rows[row, $0]) }
      for layer in try LayerChain(contents).layers { values = output(of: layer, values) }
      for (column, value) in values.enumerated() {
        let found = Double(expected[row, column])
        #expect(abs(value - found) <= 2e-5 * max(1, abs(found)), "row \(row), column \(column)")
      }
    }
  }

  private func output(of layer: LayerChain.Layer, _ x: [Double]) -> [Double] {
    let z = (0..<layer.weight.columns).map { column in
      x.indices.reduce(Double(layer.bias[column])) { $0 + x[$1] * Double(layer.weight[$1, column]) }
    }
    guard let activation = Activation(rawValue: layer.activation) else {
      let largest = z.max() ?? 0
      let powers = z.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
    return z.map { value($0, activation) }
  }

  private func value(_ z: Double, _ activation: Activation) -> Double {
    switch activation {
    case .linear: z
    case .sigmoid: 1 / (1 + exp(-z))
    case .tanh: tanh(z)
    case .relu: max(0, z)
    case .leakyRelu: z > 0 ? z : 0.01 * z
    case .softplus: max(z, 0) + log1p(exp(-abs(z)))
    }
  }
}
