import Foundation
import LayerGraph
import LinearAlgebra

/// What a graph computes, once more: the same nodes interpreted in Double, one element at a time,
/// straight from the definitions. It shares no code with the library.
struct ReferencePass {
  let graph: LayerGraph
  let parameters: [String: DoubleMatrix]
  let labels: [Int]
  /// What each noise does; a noise that is not in here is absent, as in an inference pass.
  let noise: [String: ReferenceNoise]
  /// The value of each node that holds features.
  private(set) var values: [String: DoubleMatrix] = [:]

  init(
    _ graph: LayerGraph, parameters: [String: DoubleMatrix]? = nil, input: DoubleMatrix,
    labels: [Int] = [], noise: [String: ReferenceNoise] = [:]
  ) {
    self.graph = graph
    self.parameters = parameters ?? graph.doubleParameters
    self.labels = labels
    self.noise = noise
    for node in graph.nodes {
      values[node.name] = value(of: node, input: input)
    }
  }

  /// The mean over the batch of a loss node's loss. Its target may be given; by default it is what
  /// the target node holds in this pass.
  func loss(_ name: String, target: DoubleMatrix? = nil) -> Double {
    guard let node = graph[name], case .loss(let loss) = node.operation else { return .nan }
    let z = self[node.inputs[0]]
    let x = target ?? (loss.comparesWithLabels ? DoubleMatrix(rows: 0, columns: 0) : self[node.inputs[1]])
    return (0..<z.rows).reduce(0) { $0 + rowLoss(loss, z, x, row: $1) } / Double(z.rows)
  }

  subscript(name: String) -> DoubleMatrix { values[name] ?? DoubleMatrix(rows: 0, columns: 0) }

  private func value(of node: Node, input: DoubleMatrix) -> DoubleMatrix? {
    let x = node.inputs.first.map { self[$0] } ?? input
    switch node.operation {
    case .input: return input
    case .labels, .loss: return nil
    case .dense(let weightName, let biasName, let transposed):
      guard let stored = parameters[weightName] else { return nil }
      let weight = transposed ? stored.transposed : stored
      let bias = biasName.flatMap { parameters[$0] }
      return DoubleMatrix(rows: x.rows, columns: weight.columns) { row, column in
        var sum = bias.map { $0[0, column] } ?? 0
        for k in 0..<x.columns { sum += x[row, k] * weight[k, column] }
        return sum
      }
    case .activation(let function):
      return x.map { Self.activate(function, $0) }
    case .softmax:
      return DoubleMatrix(rows: x.rows, columns: x.columns) { row, column in
        exp(x[row, column]) / (0..<x.columns).reduce(0) { $0 + exp(x[row, $1]) }
      }
    case .corruption, .dropout:
      guard let draw = noise[node.name] else { return x }
      return DoubleMatrix(rows: x.rows, columns: x.columns) {
        draw.factor[$0, $1] * x[$0, $1] + draw.offset[$0, $1]
      }
    }
  }

  static func activate(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear: x
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .relu: max(0, x)
    }
  }

  private func rowLoss(_ loss: Loss, _ z: DoubleMatrix, _ x: DoubleMatrix, row: Int) -> Double {
    let columns = 0..<z.columns
    switch loss {
    case .crossEntropy:
      return columns.reduce(0) { sum, column in
        let p = Self.activate(.sigmoid, z[row, column])
        return sum - x[row, column] * log(p) - (1 - x[row, column]) * log(1 - p)
      }
    case .squaredError:
      return columns.reduce(0) { $0 + pow(z[row, $1] - x[row, $1], 2) }
    case .softmaxCrossEntropy:
      return log(columns.reduce(0) { $0 + exp(z[row, $1]) }) - z[row, labels[row]]
    case .multiclassHinge:
      let right = z[row, labels[row]]
      return columns.filter { $0 != labels[row] }.reduce(0) { max($0, 1 + z[row, $1] - right) }
    }
  }
}

extension LayerGraph {
  /// The parameters by name, in Double.
  var doubleParameters: [String: DoubleMatrix] {
    parameters.names.reduce(into: [:]) { $0[$1] = parameters[$1].map(DoubleMatrix.init) }
  }
}
