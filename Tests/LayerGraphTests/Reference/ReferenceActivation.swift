import Foundation
import StrataLayerGraph

/// The activations in Double, with the first and the second derivative of each.
extension ReferencePass {
  static func activate(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear: x
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .relu: max(0, x)
    case .softplus: max(0, x) + log1p(exp(-abs(x)))
    }
  }

  /// f′.
  static func slope(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear: 1
    case .sigmoid: activate(.sigmoid, x) * (1 - activate(.sigmoid, x))
    case .tanh: 1 - tanh(x) * tanh(x)
    case .relu: x > 0 ? 1 : 0
    case .softplus: activate(.sigmoid, x)
    }
  }

  /// f″.
  static func curvature(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear, .relu: 0
    case .sigmoid: slope(.sigmoid, x) * (1 - 2 * activate(.sigmoid, x))
    case .tanh: -2 * tanh(x) * slope(.tanh, x)
    case .softplus: slope(.sigmoid, x)
    }
  }
}
