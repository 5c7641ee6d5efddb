import Foundation
import StrataLayerGraph

/// λ · mean of ‖∂h/∂x‖²_F, element by element of the Jacobian.
struct ReferenceContraction: ReferenceOperation {
  let strength: Float

  static let omissions: [Omission] = [.contractionOfWeights, .contractionOfSlopes]

  /// The dense node behind a code: its weight's name and numbers, what it computes, and the activation on it.
  private struct Encoder {
    let node, name: String
    let weight, sums: DoubleMatrix
    let function: Activation

    init?(of contraction: Node, in pass: ReferencePass) {
      guard let code = pass.graph[contraction.inputs[0]], case .activation(let function) = code.operation,
        let dense = pass.graph[code.inputs[0]], case .dense(let name, _, false) = dense.operation,
        let weight = pass.parameters[name]
      else { return nil }
      (node, self.name, self.weight, sums, self.function) = (
        dense.name, name, weight, pass[dense.name], function
      )
    }

    func slope(_ row: Int, _ unit: Int) -> Double { ReferencePass.slope(function, sums[row, unit]) }
  }

  func term(of node: Node, in pass: ReferencePass, targets: ReferencePass) -> Double {
    guard let encoder = Encoder(of: node, in: pass) else { return .nan }
    let h = pass[node.inputs[0]]
    var sum = 0.0
    for row in 0..<h.rows {
      for unit in 0..<h.columns {
        for input in 0..<encoder.weight.rows {
          sum += pow(encoder.slope(row, unit) * encoder.weight[input, unit], 2)
        }
      }
    }
    return Double(strength) * sum / Double(h.rows)
  }

  func differentiate(term node: Node, in gradient: inout ReferenceGradient) {
    guard let encoder = Encoder(of: node, in: gradient.pass) else { return }
    let code = gradient.pass[node.inputs[0]]
    let share = Double(strength) / Double(code.rows)
    gradient.add(
      encoder.weight.like { input, unit in
        (0..<code.rows).reduce(0) { $0 + pow(encoder.slope($1, unit), 2) } * 2 * share
          * encoder.weight[input, unit]
      }, toParameter: encoder.name, unless: .contractionOfWeights)
    let squares = (0..<code.columns).map { unit in
      (0..<encoder.weight.rows).reduce(0) { $0 + pow(encoder.weight[$1, unit], 2) }
    }
    // With respect to what the activation reads.
    gradient.add(
      code.like { row, unit in
        share * squares[unit] * 2 * encoder.slope(row, unit)
          * ReferencePass.curvature(encoder.function, encoder.sums[row, unit])
      }, to: encoder.node, unless: .contractionOfSlopes)
  }
}

extension Omission {
  /// What contraction adds to the gradient of the weight itself.
  static let contractionOfWeights = Omission("contraction of weights", in: contracted)
  /// What contraction adds to the gradient by way of the slopes.
  static let contractionOfSlopes = Omission("contraction of slopes", in: contracted)

  private static let contracted: @Sendable () throws -> LayerGraph = {
    try SmallGraphs.autoencoder(penalties: [.contraction(strength: 2)])
  }
}
