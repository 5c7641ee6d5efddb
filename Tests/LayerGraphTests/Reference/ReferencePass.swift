import Foundation
import StrataLayerGraph
import StrataLinearAlgebra

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

  /// The value of an objective: the sum of its terms, each a mean over the batch. Targets of losses may be
  /// those of another pass; by default they are what the target nodes hold in this one.
  func loss(_ name: String, targets: ReferencePass? = nil) -> Double {
    terms(of: name).reduce(0) { $0 + value(of: $1, targets: targets ?? self) }
  }

  /// The losses and penalties that an objective adds.
  func terms(of name: String) -> [Node] {
    guard let node = graph[name] else { return [] }
    return node.operation == .sum ? node.inputs.compactMap { graph[$0] } : [node]
  }

  private func value(of term: Node, targets: ReferencePass) -> Double {
    let z = self[term.inputs[0]]
    switch term.operation {
    case .loss(let loss):
      let x = loss.comparesWithLabels ? DoubleMatrix(rows: 0, columns: 0) : targets[term.inputs[1]]
      let weights = term.inputs.count > 2 ? targets[term.inputs[2]] : z.map { _ in 1 }
      return (0..<z.rows).reduce(0) { $0 + rowLoss(loss, z, x, weights, row: $1) } / Double(z.rows)
    case .contraction(let strength):
      guard let encoder = encoder(of: term) else { return .nan }
      // ‖∂h/∂x‖²_F, element by element of the Jacobian.
      var sum = 0.0
      for row in 0..<z.rows {
        for unit in 0..<z.columns {
          let slope = Self.slope(encoder.function, encoder.sums[row, unit])
          for input in 0..<encoder.weight.rows {
            sum += (slope * encoder.weight[input, unit]) * (slope * encoder.weight[input, unit])
          }
        }
      }
      return Double(strength) * sum / Double(z.rows)
    case .sparsity(let sparsity):
      let rho = Double(sparsity.target)
      return Double(sparsity.strength)
        * means(of: z).reduce(0) {
          $0 + rho * log(rho / $1) + (1 - rho) * log((1 - rho) / (1 - $1))
        }
    default: return .nan
    }
  }

  /// The means of each column.
  func means(of h: DoubleMatrix) -> [Double] {
    (0..<h.columns).map { column in
      (0..<h.rows).reduce(0) { $0 + h[$1, column] } / Double(h.rows)
    }
  }

  /// The dense node behind a code: its weight's name and numbers, what it computes, and the activation on it.
  func encoder(of contraction: Node) -> (
    node: String, name: String, weight: DoubleMatrix, sums: DoubleMatrix, function: Activation
  )? {
    guard let code = graph[contraction.inputs[0]], case .activation(let function) = code.operation,
      let dense = graph[code.inputs[0]], case .dense(let name, _, false) = dense.operation,
      let weight = parameters[name]
    else { return nil }
    return (dense.name, name, weight, self[dense.name], function)
  }

  subscript(name: String) -> DoubleMatrix { values[name] ?? DoubleMatrix(rows: 0, columns: 0) }

  private func value(of node: Node, input: DoubleMatrix) -> DoubleMatrix? {
    let x = node.inputs.first.map { self[$0] } ?? input
    switch node.operation {
    case .input: return input
    case .labels, .loss, .contraction, .sparsity, .sum: return nil
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
    case .scaleAndShift(let gain, let bias):
      guard let gain = parameters[gain], let bias = parameters[bias] else { return nil }
      return DoubleMatrix(rows: x.rows, columns: x.columns) { x[$0, $1] * gain[0, $1] + bias[0, $1] }
    case .standardization(let mean, let deviation):
      guard let mean = parameters[mean], let deviation = parameters[deviation] else { return nil }
      return DoubleMatrix(rows: x.rows, columns: x.columns) {
        (x[$0, $1] - mean[0, $1]) / deviation[0, $1]
      }
    case .product:
      let other = self[node.inputs[1]]
      return DoubleMatrix(rows: x.rows, columns: x.columns) { x[$0, $1] * other[$0, $1] }
    case .emphasis(let emphasis):
      return DoubleMatrix(rows: x.rows, columns: x.columns) { row, column in
        Double(
          node.inputs.contains { noise[$0]?.hits[row, column] == 1 }
            ? emphasis.corrupted : emphasis.untouched)
      }
    case .corruption, .dropout:
      guard let draw = noise[node.name] else { return x }
      return DoubleMatrix(rows: x.rows, columns: x.columns) {
        draw.factor[$0, $1] * x[$0, $1] + draw.offset[$0, $1]
      }
    }
  }
}

extension LayerGraph {
  /// False for what is frozen, and for what a standardization has measured.
  func isTrained(_ parameter: String) -> Bool {
    !frozen.contains(parameter)
      && !nodes.contains {
        if case .standardization(let mean, let deviation) = $0.operation {
          [mean, deviation].contains(parameter)
        } else {
          false
        }
      }
  }

  /// The parameters by name, in Double.
  var doubleParameters: [String: DoubleMatrix] {
    parameters.names.reduce(into: [:]) { $0[$1] = parameters[$1].map(DoubleMatrix.init) }
  }
}
