internal import CStrataKernels
internal import Foundation
internal import StrataLinearAlgebra

/// A function of each element.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
  /// x itself: for real-valued reconstructions.
  case linear
  /// 1 / (1 + e^−x), the logistic unit.
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// max(0, x).
  case relu
  /// x above 0, 0.01·x below (Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models").
  case leakyRelu = "leaky-relu"
  /// log(1 + e^x), a rounded relu (Dugas et al. 2001).
  case softplus

  /// The values that it can take.
  public var range: ClosedRange<Float> {
    switch self {
    case .linear, .leakyRelu: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    case .sigmoid: 0...1
    case .tanh: -1...1
    case .relu, .softplus: 0...Float.greatestFiniteMagnitude
    }
  }

  /// True when its values lie between two bounds.
  var isBounded: Bool { range.upperBound < .greatestFiniteMagnitude }

  /// f′ where the function's value is y.
  package func slope(at y: Double) -> Double {
    switch self {
    case .linear: 1
    case .sigmoid: y * (1 - y)
    case .tanh: 1 - y * y
    case .relu: y > 0 ? 1 : 0
    case .leakyRelu: y > 0 ? 1 : 0.01
    case .softplus: -expm1(-y)
    }
  }

  /// How weights below it begin, unless something else is asked for.
  var initialization: Initialization {
    switch self {
    case .sigmoid: .glorot(gain: 4)
    case .tanh, .linear: .glorot(gain: 1)
    case .relu, .leakyRelu, .softplus: .he
    }
  }

  var kernel: strata_activation {
    switch self {
    case .linear: strata_activation_linear
    case .sigmoid: strata_activation_sigmoid
    case .tanh: strata_activation_tanh
    case .relu: strata_activation_relu
    case .leakyRelu: strata_activation_leakyRelu
    case .softplus: strata_activation_softplus
    }
  }
}

extension Activation: OperationDefinition {
  var title: String { rawValue }
  func bound(_ binding: Binding) -> any BoundOperation { BoundActivation(binding, self) }
}

/// y = f(x), element by element. Where it stands alone on a dense node, that has applied it already.
struct BoundActivation: BoundOperation {
  private let function: Activation
  private let x, y: Place
  private let dy: Place?
  private let dx: InputGradientPlace?
  private let isApplied: Bool
  let panels: Panels

  init(_ binding: Binding, _ function: Activation) {
    self.function = function
    (x, y) = (binding.input(0), binding.value)
    (dy, dx) = (binding.delta, binding.gradient(ofInput: 0))
    isApplied = binding.plan.fused.values.contains { $0.node == binding.index }
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    guard !isApplied else { return [] }
    return [
      Step(onExamplesIn: panels, [.reads(x, .panel), .writes(y)]) { [x, y, function] region, _ in
        Kernels.activate(function.kernel, x.window[region], into: y.window[region])
      }
    ]
  }

  /// dx = dy ⊙ f′, with f′ written in terms of y: σ′ = y(1 − y), tanh′ = 1 − y².
  var backward: [Step] {
    guard let dy, let dx else { return [] }
    return [
      Step(
        onExamplesIn: panels, [.reads(y, .panel), .reads(dy, .panel), .writes(dx.place)]
      ) { [y, function] region, _ in
        Kernels.activateBackward(
          function.kernel, y: y.window[region], dy: dy.window[region], into: dx.place.window[region],
          accumulating: dx.accumulates)
      }
    ]
  }
}
