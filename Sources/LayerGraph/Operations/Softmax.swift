internal import StrataLinearAlgebra

/// e^x / Σ e^x along each row.
struct Softmax: OperationDefinition {
  let title = "softmax"
  func bound(_ binding: Binding) -> any BoundOperation { BoundSoftmax(binding) }
}

/// y = e^x / Σ e^x along each row. x, y: batch × classes.
struct BoundSoftmax: BoundOperation {
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  let panels: Panels

  init(_ binding: Binding) {
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    panels = Panels(rowsOf: y.shape)
  }

  var forward: [Step] {
    [
      Step(onExamplesIn: panels, [.reads(x, .panel), .writes(y)]) { [x, y] region, _ in
        Kernels.softmax(x.window[region], into: y.window[region])
      }
    ]
  }

  /// dx = y ⊙ (dy − Σ dy·y), the sum along the row.
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels, [.reads(y, .panel), .reads(dy, .panel), .writes(dx.place)]
      ) { [y] region, _ in
        Kernels.softmaxBackward(
          y: y.window[region], dy: dy.window[region], into: dx.place.window[region],
          accumulating: dx.accumulates)
      }
    ]
  }
}
