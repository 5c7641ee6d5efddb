internal import StrataLinearAlgebra

/// A penalty on a code, the output of an activation on a dense node: it adds to the gradient of the dense node's
/// weight too.
struct Contraction: OperationDefinition {
  let strength: Float

  var title: String { "contraction λ \(strength)" }
  let part = OperationPart.penalty
  func ownRows(_ statistics: Workspace.Statistics) -> Int { 2 }
  func bound(_ binding: Binding) throws -> any BoundOperation {
    try BoundContraction(binding, strength: strength)
  }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    try site.requireNotNegative(strength)
    let code = site.inputs[0].node
    let below = code.inputs.first.flatMap(site.before)
    guard case .activation(let function) = code.operation,
      case .dense(_, _, transposed: false) = below?.operation
    else {
      throw .mismatch(
        of: site.name,
        reason: "\(code.name) is not an activation on a dense node, so its slopes and weights are not known")
    }
    try site.require(
      function != .linear, "the contraction of linear units is a weight decay of 2λ; take that")
    return 1
  }
}

/// λ · mean over examples of ‖∂h/∂x‖²_F = λ · Σⱼ (mean of f′²)ⱼ · Σᵢ W²ᵢⱼ (Rifai et al. 2011, equations 1 and 7;
/// for sigmoid units f′ = h(1 − h)). h: batch × units; W: inputs × units.
///
/// A panel is some of the units, whole columns of the code, so that sums over examples are its own.
struct BoundContraction: BoundOperation {
  private let strength: Float
  private let h: Place
  private let dh: InputGradientPlace?
  private let isTrained: Bool
  private let weight: Place
  private let name: String
  private let activation: Activation
  /// Of each unit Σᵢ W²ᵢⱼ, and the sum over the examples of f′²: 1 × units each.
  private let squares, slopes: Place
  let panels: Panels

  init(_ binding: Binding, strength: Float) throws {
    guard let encoder = try binding.graph.encoder(of: binding.node) else {
      preconditionFailure("\(binding.node.name) contracts what is not an activation on a dense node")
    }
    self.strength = strength
    h = binding.input(0)
    dh = binding.gradient(ofInput: 0)
    isTrained = binding.delta != nil
    (name, activation) = (encoder.weight, encoder.activation)
    weight = binding.parameters[name]
    squares = binding.own(0)
    slopes = binding.own(1)
    panels = Panels(columnsOf: h.shape)
  }

  var forward: [Step] {
    [
      Step(
        termOnExamplesIn: panels,
        [.reads(h, .panel), .reads(weight, .all), .writes(squares), .writes(slopes)]
      ) { [self] region, _ in
        let (columns, code) = (region.columns, h.window[region])
        Kernels.columnSquares(weight.window.columns(columns), into: squares.window.columns(columns))
        Kernels.slopeSquares(activation.kernel, code, into: slopes.window.columns(columns))
        let sum = columns.reduce(0.0) {
          $0 + Double(squares.window[0, $1]) * Double(slopes.window[0, $1])
        }
        return Double(strength) * sum
      }
    ]
  }

  /// dh (+)= λ · ∂f′²/∂h · Σᵢ W²ᵢⱼ.
  var backward: [Step] {
    guard let dh else { return [] }
    return [
      Step(
        onExamplesIn: panels, [.reads(h, .panel), .reads(squares, .panel), .writes(dh.place)]
      ) { [self] region, batch in
        Kernels.slopeSquaresBackward(
          activation.kernel, h.window[region], scale: batch.exampleScale * strength,
          factors: squares.window.columns(region.columns), into: dh.place.window[region],
          accumulating: dh.accumulates)
      }
    ]
  }

  func terms(of parameter: String) -> [any GradientTerm] {
    parameter == name && isTrained
      ? [ContractionGradient(strength: strength, weight: weight, slopes: slopes)] : []
  }
}

/// What a contraction adds to its weight's gradient: column j of W times 2λ · Σ f′²ⱼ.
private struct ContractionGradient: GradientTerm {
  let strength: Float
  let weight, slopes: Place

  let readsParameter = true
  var cost: Int { weight.shape.count }
  var accesses: [Access] { [.reads(weight, .panel), .reads(slopes, .all)] }

  func add(to target: Window, region: Region, batch: Batch, beta: Float) {
    Kernels.addScaledColumns(
      weight.window[region], scale: 2 * batch.exampleScale * strength,
      factors: slopes.window.columns(region.columns), beta: beta, into: target[region])
  }
}
