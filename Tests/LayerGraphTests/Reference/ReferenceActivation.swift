import Foundation
import StrataLayerGraph

/// f of each element.
struct ReferenceActivation: ReferenceOperation {
  let function: Activation

  static let omissions: [Omission] = [.activationSlope]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    pass[node.inputs[0]].map { ReferencePass.activate(function, $0) }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    let x = gradient.pass[node.inputs[0]]
    gradient.add(
      x.like {
        dy[$0, $1] * gradient.factor(ReferencePass.slope(function, x[$0, $1]), unless: .activationSlope)
      }, to: node.inputs[0])
  }
}

extension Omission {
  /// The factor f′ of an activation.
  static let activationSlope = Omission.ofAutoencoder("slope of an activation")
}

/// The activations in Double, with the first and the second derivative of each.
extension ReferencePass {
  static func activate(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear: x
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    case .relu: max(0, x)
    case .leakyRelu: max(0.01 * x, x)
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
    case .leakyRelu: x > 0 ? 1 : 0.01
    case .softplus: activate(.sigmoid, x)
    }
  }

  /// f″.
  static func curvature(_ function: Activation, _ x: Double) -> Double {
    switch function {
    case .linear, .relu, .leakyRelu: 0
    case .sigmoid: slope(.sigmoid, x) * (1 - 2 * activate(.sigmoid, x))
    case .tanh: -2 * tanh(x) * slope(.tanh, x)
    case .softplus: slope(.sigmoid, x)
    }
  }
}
