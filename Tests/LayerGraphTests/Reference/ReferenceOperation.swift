@testable import StrataLayerGraph

/// One operation once more, in Double and straight from its definition, with the chain rule written out. It shares no
/// code with the library. Each stands in a file of its own, with whatever the tests have to know of it.
protocol ReferenceOperation {
  /// Graphs in which it stands, in every place where it may.
  static var cases: [GradientCase] { get }
  /// The terms of its gradient that a mistaken backward pass might leave out.
  static var omissions: [Omission] { get }

  /// The value of a node, batch × width; nil for what holds no features.
  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix?
  /// Hands the gradient with respect to a node's value down, to what the node reads and to its parameters.
  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient)

  /// The value of a loss or a penalty; targets of losses are those of another pass.
  func term(of node: Node, in pass: ReferencePass, targets: ReferencePass) -> Double
  /// Hands the gradient of a loss or a penalty down.
  func differentiate(term node: Node, in gradient: inout ReferenceGradient)
}

extension ReferenceOperation {
  static var cases: [GradientCase] { [] }
  static var omissions: [Omission] { [] }
  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? { nil }
  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {}
  func term(of node: Node, in pass: ReferencePass, targets: ReferencePass) -> Double { .nan }
  func differentiate(term node: Node, in gradient: inout ReferenceGradient) {}
}

extension Operation {
  /// The same in Double.
  var reference: any ReferenceOperation {
    switch self {
    case .input: ReferenceInput()
    case .labels, .sum: ReferenceNothing()
    case .dense(let weight, let bias, let isTransposed):
      ReferenceDense(weight: weight, bias: bias, isTransposed: isTransposed)
    case .activation(let function): ReferenceActivation(function: function)
    case .softmax: ReferenceSoftmax()
    case .scaleAndShift(let gain, let bias): ReferenceScaleAndShift(gain: gain, bias: bias)
    case .standardization(let mean, let deviation): ReferenceStandardization(mean: mean, deviation: deviation)
    case .product: ReferenceProduct()
    case .corruption, .dropout: ReferenceDisturbance()
    case .emphasis(let emphasis): ReferenceEmphasis(emphasis: emphasis)
    case .loss(let loss): ReferenceLoss(loss: loss)
    case .contraction(let strength): ReferenceContraction(strength: strength)
    case .sparsity(let sparsity): ReferenceSparsity(sparsity: sparsity)
    }
  }
}

extension Operation.Kind {
  /// What is known of a kind: graphs in which it stands, and the terms of its gradient.
  var reference: any ReferenceOperation.Type {
    switch self {
    case .input: ReferenceInput.self
    case .labels, .sum: ReferenceNothing.self
    case .dense: ReferenceDense.self
    case .activation: ReferenceActivation.self
    case .softmax: ReferenceSoftmax.self
    case .scaleAndShift: ReferenceScaleAndShift.self
    case .standardization: ReferenceStandardization.self
    case .product: ReferenceProduct.self
    case .corruption, .dropout: ReferenceDisturbance.self
    case .emphasis: ReferenceEmphasis.self
    case .loss: ReferenceLoss.self
    case .contraction: ReferenceContraction.self
    case .sparsity: ReferenceSparsity.self
    }
  }
}

/// The examples themselves.
struct ReferenceInput: ReferenceOperation {
  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? { pass.input }
}

/// What computes nothing: labels, and the sum of terms.
struct ReferenceNothing: ReferenceOperation {}
