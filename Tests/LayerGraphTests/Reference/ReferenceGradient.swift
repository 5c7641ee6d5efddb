import StrataLayerGraph

/// The gradient of an objective while it is being computed: what has been handed down so far.
struct ReferenceGradient {
  let pass: ReferencePass
  /// The term to leave out.
  let omission: Omission?
  /// With respect to the value of each node.
  private(set) var deltas: [String: DoubleMatrix] = [:]
  /// With respect to each parameter.
  private(set) var parameters: [String: DoubleMatrix]

  init(of pass: ReferencePass, dropping omission: Omission?) {
    self.pass = pass
    self.omission = omission
    parameters = pass.parameters.mapValues { DoubleMatrix(rows: $0.rows, columns: $0.columns) }
  }

  /// Adds to the gradient with respect to a node's value.
  mutating func add(_ delta: DoubleMatrix, to node: String, unless omission: Omission? = nil) {
    guard omission == nil || self.omission != omission else { return }
    deltas[node] = deltas[node].map { $0 + delta } ?? delta
  }

  /// Adds to the gradient with respect to a parameter.
  mutating func add(_ term: DoubleMatrix, toParameter name: String, unless omission: Omission? = nil) {
    guard let sum = parameters[name], omission == nil || self.omission != omission else { return }
    parameters[name] = sum + term
  }

  /// A factor of a term, or 1 where it is to be left out.
  func factor(_ value: Double, unless omission: Omission) -> Double { self.omission == omission ? 1 : value }
}

extension ReferencePass {
  /// The gradient of a loss with respect to every parameter, by the chain rule written out in Double,
  /// with or without a term. It stops at the target: a loss moves its prediction alone.
  func gradient(of loss: String, dropping omission: Omission? = nil) -> [String: DoubleMatrix] {
    var gradient = ReferenceGradient(of: self, dropping: omission)
    let terms = Set(terms(of: loss).map(\.name))
    for node in graph.nodes.reversed() {
      if terms.contains(node.name) {
        node.operation.reference.differentiate(term: node, in: &gradient)
      } else if let dy = gradient.deltas[node.name] {
        node.operation.reference.differentiate(node, dy, in: &gradient)
      }
    }
    return gradient.parameters.filter { graph.isTrained($0.key) }
  }
}
