package import StrataLinearAlgebra

/// The gradient of one parameter: the sum of what the nodes that use it add.
package struct ParameterGradient: Sendable {
  package let name: String
  /// What the parameter is for: weight decay and norm limits apply to weights alone.
  let role: ParameterRole
  /// The parameter's.
  let shape: Shape
  private let terms: [any GradientTerm]

  init(_ name: String, role: ParameterRole, shape: Shape, terms: [any GradientTerm]) {
    self.name = name
    self.role = role
    self.shape = shape
    // Those that read the parameter come before those that may change it.
    let inOrder = terms.filter(\.readsParameter) + terms.filter { !$0.readsParameter }
    self.terms = WeightGradient.joining(inOrder)
  }

  /// What it reads.
  var accesses: [Access] { terms.flatMap(\.accesses) }
  /// About how many multiplications it takes.
  var cost: Int { terms.reduce(0) { $0 + $1.cost } }

  /// target = gradient + beta · target, for a region of it. The target may be the parameter itself.
  func write(into target: Window, region: Region, batch: Batch, beta: Float) {
    var beta = beta
    for term in terms {
      term.add(to: target, region: region, batch: batch, beta: beta)
      beta = 1
    }
  }

  /// The step that writes it into a place of the parameter's shape, which keeps as much of what it held as the
  /// batch says.
  package func step(into target: Place) -> Step {
    let panels = Panels(of: target.shape)
    return Step(
      on: panels, accesses + [.writes(target)], cost: cost / max(panels.count, 1)
    ) { region, batch in
      write(into: target.window, region: region, batch: batch, beta: batch.gradientBeta)
    }
  }
}
