internal import CStrataKernels
internal import StrataLinearAlgebra

/// x·W + b, or x·Wᵀ + b when transposed.
struct Dense: OperationDefinition {
  let weight: String
  let bias: String?
  let isTransposed: Bool

  var title: String { isTransposed ? "dense, transposed" : "dense" }
  var parameters: [ParameterUse] {
    [ParameterUse(weight, .weight, isTransposed ? .output : .input, isTransposed ? .input : .output)]
      + (bias.map { [ParameterUse($0, .bias, .one, .output)] } ?? [])
  }
  func bound(_ binding: Binding) -> any BoundOperation { BoundDense(binding, self) }
}

/// y = f(x·W + b). x: batch × inputs; W: inputs × outputs, or its transpose; b: 1 × outputs. f is that of the
/// activation which alone reads the node, if any.
///
/// A panel of the result is mostly some columns: then it needs the same columns of W alone.
struct BoundDense: BoundOperation {
  private let x, y, weight: Place
  private let bias: Place?
  private var isTransposed: Bool { names.isTransposed }
  private let names: Dense
  private let activation: Activation
  private let dy: Place?
  private let dx: InputGradientPlace?
  /// True when the input's gradient is complete, as a factor of products below, when this node has written it.
  private let roundsGradient: Bool
  /// Memory for the non-zeros of x, where skipping the others pays.
  private let sparse: SparseBatch?
  private let arithmetic: Arithmetic
  let panels: Panels
  private let inputPanels: Panels

  init(_ binding: Binding, _ names: Dense) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    self.names = names
    weight = binding.parameters[names.weight]
    bias = names.bias.map { binding.parameters[$0] }
    activation = binding.plan.fused[binding.index]?.activation ?? .linear
    sparse = binding.sparse[binding.index]
    arithmetic = binding.arithmetic
    if case .dense = binding.graph.nodes[binding.inputs[0]].operation {
      roundsGradient = true
    } else {
      roundsGradient = false
    }
    panels = Panels(of: y.shape)
    inputPanels = Panels(of: x.shape)
  }

  var forward: [Step] {
    findingZeros + [
      Step(
        onExamplesIn: panels,
        [sparse.map { .reads($0.rowsIdentity, .all) } ?? .reads(x, .all), .reads(weight, .all), .writes(y)]
          + (bias.map { [.reads($0, .all)] } ?? []),
        cost: cost / max(panels.count, 1)
      ) { [self] region, batch in
        let mine = y.window[region]
        if let sparse {
          (batch.nonZeros ?? sparse).multiply(
            weight, columns: region.columns, into: y.window.columns(region.columns), rows: region.rows)
        } else {
          arithmetic.multiply(
            x.window.rows(region.rows).asIs, factor(weight.window).columns(region.columns), into: mine)
        }
        if bias != nil || activation != .linear {
          Kernels.activate(
            activation.kernel, mine, bias: bias?.window.columns(region.columns), into: mine)
        } else {
          mine.round()
        }
      }
    ]
  }

  /// dx = dy·Wᵀ.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: inputPanels, [.reads(dy, .all), .reads(weight, .all), .writes(dx.place)],
        cost: cost / max(inputPanels.count, 1)
      ) { [self] region, _ in
        let mine = dx.place.window[region]
        arithmetic.multiply(
          dy.window.rows(region.rows).asIs, factor(weight.window).rows(region.columns).transposed, into: mine,
          beta: dx.beta)
        if roundsGradient { mine.round() }
      }
    ]
  }

  /// The non-zeros of each row, found before the product; their order by columns, which only the weight's
  /// gradient needs, while the product is computed.
  private var findingZeros: [Step] {
    guard let sparse else { return [] }
    let rows = Panels(rowsOf: x.shape)
    var steps = [
      Step(onExamplesIn: rows, [.reads(x, .panel), .writes(sparse.rowsIdentity)]) { [x] region, batch in
        if batch.nonZeros == nil { sparse.compress(x.window, rows: region.rows) }
      }
    ]
    if dy != nil {
      steps.append(
        Step(
          on: Panels(columnsOf: x.shape),
          [.reads(sparse.rowsIdentity, .all), .writes(sparse.columnsIdentity)]
        ) { region, batch in
          if batch.nonZeros == nil { sparse.transpose(count: batch.count, columns: region.columns) }
        })
    }
    return steps
  }

  @_lifetime(copy weight)
  private func factor(_ weight: Window) -> Factor { isTransposed ? weight.transposed : weight.asIs }

  private var cost: Int { y.rows * weight.shape.count }

  func terms(of parameter: String) -> [any GradientTerm] {
    guard let dy else { return [] }
    var terms: [any GradientTerm] = []
    if parameter == names.weight {
      terms.append(
        WeightGradient(
          left: isTransposed ? dy : x, right: isTransposed ? x : dy, sparse: sparse, arithmetic: arithmetic))
    }
    if parameter == names.bias { terms.append(BiasGradient(dy: dy)) }
    return terms
  }
}
