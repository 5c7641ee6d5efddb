internal import StrataLinearAlgebra

/// x ⊙ gain + bias, each column with its own.
struct ScaleAndShift: OperationDefinition {
  let gain, bias: String

  let title = "scale and shift"
  var parameters: [ParameterUse] {
    [ParameterUse(gain, .gain, .one, .input), ParameterUse(bias, .bias, .one, .input)]
  }
  func bound(_ binding: Binding) -> any BoundOperation { BoundScaleAndShift(binding, self) }
}

/// y = x ⊙ γ + β, with a gain γ and a bias β for each column (Ioffe and Szegedy 2015, section 3, the last step of
/// their algorithm 1). x, y: batch × width; γ, β: 1 × width.
struct BoundScaleAndShift: BoundOperation {
  private let x, y, gain, bias: Place
  private let names: ScaleAndShift
  private let dy: Place?
  private let dx: InputGradientPlace?
  let panels: Panels

  init(_ binding: Binding, _ names: ScaleAndShift) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    self.names = names
    (gain, bias) = (binding.parameters[names.gain], binding.parameters[names.bias])
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    [
      Step(
        onExamplesIn: panels, [.reads(x, .panel), .reads(gain, .all), .reads(bias, .all), .writes(y)]
      ) { [x, y, gain, bias] region, _ in
        Kernels.scaleColumns(
          x.window[region], gain: gain.window.columns(region.columns),
          bias: bias.window.columns(region.columns), into: y.window[region])
      }
    ]
  }

  /// dx = dy ⊙ γ.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels, [.reads(dy, .panel), .reads(gain, .all), .writes(dx.place)]
      ) { [gain] region, _ in
        Kernels.scaleColumns(
          dy.window[region], gain: gain.window.columns(region.columns), into: dx.place.window[region],
          accumulating: dx.accumulates)
      }
    ]
  }

  func terms(of parameter: String) -> [any GradientTerm] {
    guard let dy else { return [] }
    var terms: [any GradientTerm] = []
    if parameter == names.gain { terms.append(GainGradient(x: x, dy: dy)) }
    if parameter == names.bias { terms.append(BiasGradient(dy: dy)) }
    return terms
  }
}

/// What a use of a gain adds to its gradient: the sum of dy ⊙ x over the batch.
private struct GainGradient: GradientTerm {
  let x, dy: Place

  let readsParameter = false
  var cost: Int { dy.rows * dy.columns }
  var accesses: [Access] { [.reads(x, .all), .reads(dy, .all)] }

  func add(to target: Window, region: Region, batch: Batch, beta: Float) {
    let examples = 0..<batch.count
    Kernels.columnProducts(
      x.window.rows(examples).columns(region.columns), dy.window.rows(examples).columns(region.columns),
      into: target[region], beta: beta)
  }
}
