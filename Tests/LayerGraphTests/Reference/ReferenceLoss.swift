import Foundation
import StrataLayerGraph

/// The mean of a loss over the batch.
struct ReferenceLoss: ReferenceOperation {
  let loss: Loss

  static let omissions: [Omission] = [.lossTarget, .meanOverBatch]

  func term(of node: Node, in pass: ReferencePass, targets: ReferencePass) -> Double {
    let z = pass[node.inputs[0]]
    let x = loss.comparesWithLabels ? DoubleMatrix(rows: 0, columns: 0) : targets[node.inputs[1]]
    let weights = node.inputs.count > 2 ? targets[node.inputs[2]] : z.map { _ in 1 }
    return (0..<z.rows).reduce(0) { $0 + value(z, x, weights, row: $1, labels: pass.labels) } / Double(z.rows)
  }

  func differentiate(term node: Node, in gradient: inout ReferenceGradient) {
    gradient.add(slopes(node, in: gradient), to: node.inputs[0])
  }

  /// The loss of one row.
  private func value(
    _ z: DoubleMatrix, _ x: DoubleMatrix, _ weights: DoubleMatrix, row: Int, labels: [Int]
  ) -> Double {
    let columns = 0..<z.columns
    switch loss {
    case .crossEntropy:
      return columns.reduce(0) { sum, column in
        let p = ReferencePass.activate(.sigmoid, z[row, column])
        return sum
          - weights[row, column] * (x[row, column] * log(p) + (1 - x[row, column]) * log(1 - p))
      }
    case .squaredError:
      return columns.reduce(0) { $0 + weights[row, $1] * pow(z[row, $1] - x[row, $1], 2) }
    case .softmaxCrossEntropy:
      return log(columns.reduce(0) { $0 + exp(z[row, $1]) }) - z[row, labels[row]]
    case .multiclassHinge:
      let right = z[row, labels[row]]
      return columns.filter { $0 != labels[row] }.reduce(0) { max($0, 1 + z[row, $1] - right) }
    }
  }

  /// ∂ mean loss / ∂ prediction.
  private func slopes(_ node: Node, in gradient: ReferenceGradient) -> DoubleMatrix {
    let (pass, labels) = (gradient.pass, gradient.pass.labels)
    let (z, x) = (pass[node.inputs[0]], pass[node.inputs[1]])
    let share = gradient.factor(1 / Double(z.rows), unless: .meanOverBatch)
    let weights =
      node.inputs.count > 2 && gradient.omission != .emphasis ? pass[node.inputs[2]] : z.map { _ in 1 }
    let hasTarget = gradient.omission == .lossTarget ? 0.0 : 1.0
    return DoubleMatrix(rows: z.rows, columns: z.columns) { row, column in
      let isRight = hasTarget * (labels.indices.contains(row) && labels[row] == column ? 1 : 0)
      switch loss {
      case .crossEntropy:
        return share * weights[row, column]
          * (ReferencePass.activate(.sigmoid, z[row, column]) - hasTarget * x[row, column])
      case .squaredError:
        return share * weights[row, column] * 2 * (z[row, column] - hasTarget * x[row, column])
      case .softmaxCrossEntropy:
        let sum = (0..<z.columns).reduce(0) { $0 + exp(z[row, $1]) }
        return share * (exp(z[row, column]) / sum - isRight)
      case .multiclassHinge:
        let rivals = (0..<z.columns).filter { $0 != labels[row] }
        guard let rival = rivals.max(by: { z[row, $0] < z[row, $1] }),
          1 + z[row, rival] > z[row, labels[row]]
        else { return 0 }
        return share * ((column == rival ? 1 : 0) - isRight)
      }
    }
  }
}

extension Omission {
  /// The factor 1/rows of a mean.
  static let meanOverBatch = Omission.ofAutoencoder("mean over the batch")
  /// The target in the gradient of a loss, as if x were 0.
  static let lossTarget = Omission.ofAutoencoder("target of a loss")
}
