import StrataLayerGraph
import StrataLinearAlgebra

/// What a graph computes, once more: the same nodes interpreted in Double, one element at a time,
/// straight from the definitions. It shares no code with the library.
struct ReferencePass {
  let graph: LayerGraph
  let parameters: [String: DoubleMatrix]
  /// The examples.
  let input: DoubleMatrix
  let labels: [Int]
  /// What each noise does; a noise that is not in here is absent, as in an inference pass.
  let noise: [String: ReferenceNoise]
  /// True where standardizations go by the statistics of the examples at hand.
  let isTraining: Bool
  /// The value of each node that holds features.
  private(set) var values: [String: DoubleMatrix] = [:]

  init(
    _ graph: LayerGraph, parameters: [String: DoubleMatrix]? = nil, input: DoubleMatrix,
    labels: [Int] = [], noise: [String: ReferenceNoise] = [:], isTraining: Bool = false
  ) {
    self.graph = graph
    self.parameters = parameters ?? graph.doubleParameters
    self.input = input
    self.labels = labels
    self.noise = noise
    self.isTraining = isTraining
    for node in graph.nodes {
      values[node.name] = node.operation.reference.value(of: node, in: self)
    }
  }

  /// The value of an objective: the sum of its terms, each a mean over the batch. Targets of losses may be
  /// those of another pass; by default they are what the target nodes hold in this one.
  func loss(_ name: String, targets: ReferencePass? = nil) -> Double {
    terms(of: name).reduce(0) { $0 + $1.operation.reference.term(of: $1, in: self, targets: targets ?? self) }
  }

  /// The losses and penalties that an objective adds.
  func terms(of name: String) -> [Node] {
    guard let node = graph[name] else { return [] }
    return node.operation == .sum ? node.inputs.compactMap { graph[$0] } : [node]
  }

  subscript(name: String) -> DoubleMatrix { values[name] ?? DoubleMatrix(rows: 0, columns: 0) }
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
