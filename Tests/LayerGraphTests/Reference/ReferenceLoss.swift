import Foundation
import StrataLayerGraph

/// The losses in Double, the value of a row and the gradient beside it.
extension ReferencePass {
  func rowLoss(
    _ loss: Loss, _ z: DoubleMatrix, _ x: DoubleMatrix, _ weights: DoubleMatrix, row: Int
  ) -> Double {
    let columns = 0..<z.columns
    switch loss {
    case .crossEntropy:
      return columns.reduce(0) { sum, column in
        let p = Self.activate(.sigmoid, z[row, column])
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
  func lossGradient(
    _ loss: Loss, _ node: Node, dropping omission: Omission?
  ) -> DoubleMatrix {
    let z = self[node.inputs[0]]
    let x = self[node.inputs[1]]
    let share = omission == .meanOverBatch ? 1 : 1 / Double(z.rows)
    let weights =
      node.inputs.count > 2 && omission != .emphasis ? self[node.inputs[2]] : z.map { _ in 1 }
    let hasTarget = omission == .lossTarget ? 0.0 : 1.0
    return DoubleMatrix(rows: z.rows, columns: z.columns) { row, column in
      let isRight = hasTarget * (labels.indices.contains(row) && labels[row] == column ? 1 : 0)
      switch loss {
      case .crossEntropy:
        return share * weights[row, column]
          * (Self.activate(.sigmoid, z[row, column]) - hasTarget * x[row, column])
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
