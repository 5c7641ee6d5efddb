import Foundation
import StrataLayerGraph

/// β · Σ KL(ρ ‖ mean of each unit over the batch).
struct ReferenceSparsity: ReferenceOperation {
  let sparsity: Sparsity

  static let omissions: [Omission] = [.sparsity]

  private func means(of h: DoubleMatrix) -> [Double] {
    (0..<h.columns).map { column in (0..<h.rows).reduce(0) { $0 + h[$1, column] } / Double(h.rows) }
  }

  func term(of node: Node, in pass: ReferencePass, targets: ReferencePass) -> Double {
    let rho = Double(sparsity.target)
    return Double(sparsity.strength)
      * means(of: pass[node.inputs[0]]).reduce(0) {
        $0 + rho * log(rho / $1) + (1 - rho) * log((1 - rho) / (1 - $1))
      }
  }

  func differentiate(term node: Node, in gradient: inout ReferenceGradient) {
    let code = gradient.pass[node.inputs[0]]
    let (means, rho) = (means(of: code), Double(sparsity.target))
    gradient.add(
      code.like { _, unit in
        Double(sparsity.strength) / Double(code.rows) * ((1 - rho) / (1 - means[unit]) - rho / means[unit])
      }, to: node.inputs[0], unless: .sparsity)
  }
}

extension Omission {
  /// The gradient of sparsity.
  static let sparsity = Omission("sparsity") {
    try SmallGraphs.autoencoder(penalties: [.sparsity(Sparsity(target: 0.1, strength: 2))])
  }
}
