import Foundation
import StrataLayerGraph

/// e^x / Σ e^x along each row.
struct ReferenceSoftmax: ReferenceOperation {
  static let omissions: [Omission] = [.softmaxSum]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    let x = pass[node.inputs[0]]
    return x.like { row, column in
      exp(x[row, column]) / (0..<x.columns).reduce(0) { $0 + exp(x[row, $1]) }
    }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    let y = gradient.pass[node.name]
    gradient.add(
      y.like { row, column in
        let dot = (0..<y.columns).reduce(0) { $0 + dy[row, $1] * y[row, $1] }
        return y[row, column] * (dy[row, column] - (gradient.omission == .softmaxSum ? 0 : dot))
      }, to: node.inputs[0])
  }
}

extension Omission {
  /// The term −Σ dy·y of softmax.
  static let softmaxSum = Omission("sum of softmax") { try SmallGraphs.classifier(middle: .softmax) }
}
