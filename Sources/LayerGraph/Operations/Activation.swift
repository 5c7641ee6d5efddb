internal import CKernels
internal import LinearAlgebra

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

  /// The values that it can take.
  public var range: ClosedRange<Float> {
    switch self {
    case .linear: -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    case .sigmoid: 0...1
    case .tanh: -1...1
    case .relu: 0...Float.greatestFiniteMagnitude
    }
  }

  var kernel: strata_activation {
    switch self {
    case .linear: strata_activation_linear
    case .sigmoid: strata_activation_sigmoid
    case .tanh: strata_activation_tanh
    case .relu: strata_activation_relu
    }
  }

  /// y = f(x + bias), element by element. x and y: batch × width; they may be the same.
  func forward(_ x: UnsafeMatrix, bias: UnsafeMatrix? = nil, into y: UnsafeMatrix) {
    strata_activate(
      kernel, x.pointer, Int64(x.stride), bias?.pointer, Int64(y.rows), Int64(y.columns),
      y.pointer, Int64(y.stride))
  }

  /// dx = dy ⊙ f′, with f′ written in terms of y: σ′ = y(1 − y), tanh′ = 1 − y².
  func backward(
    y: UnsafeMatrix, dy: UnsafeMatrix, into dx: UnsafeMatrix, accumulating: Bool
  ) {
    strata_activate_backward(
      kernel, y.pointer, Int64(y.stride), dy.pointer, Int64(dy.stride), Int64(y.rows),
      Int64(y.columns), accumulating, dx.pointer, Int64(dx.stride))
  }
}
