internal import CStrataKernels

/// Losses and their gradients side by side. Each returns the sum over the window; `delta`, where given, receives
/// scale · ∂loss/∂z, and may be z itself.
extension Kernels {
  /// −Σ x log σ(z) + (1 − x) log(1 − σ(z)), each element times its weight where there are some.
  package static func crossEntropy(
    _ z: Window, against x: Window, weights: Window? = nil, delta: Window?, scale: Float
  ) -> Double {
    require(z.shape, x.shape)
    let target = delta?.target ?? .none
    guard let weights else { return strata_bernoulli_cross_entropy(z.view, x.view, scale, target) }
    require(z.shape, weights.shape)
    let sum = strata_weighted_bernoulli_cross_entropy(z.view, x.view, weights.view, scale, target)
    delta?.round()
    return sum
  }

  /// ‖z − x‖², each element times its weight where there are some.
  package static func squaredError(
    _ z: Window, against x: Window, weights: Window? = nil, delta: Window?, scale: Float
  ) -> Double {
    require(z.shape, x.shape)
    let target = delta?.target ?? .none
    let sum: Double
    if let weights {
      require(z.shape, weights.shape)
      sum = strata_weighted_squared_error(z.view, x.view, weights.view, scale, target)
    } else {
      sum = strata_squared_error(z.view, x.view, scale, target)
    }
    delta?.round()
    return sum
  }

  /// log Σ e^z − z[label], for the labels from `first` on, one for each row; with smoothing ε, the mean of that over
  /// labels of which a share of ε is spread evenly over all classes.
  package static func softmaxCrossEntropy(
    _ z: Window, labels: Memory<Int32>, from first: Int, smoothing: Float = 0, delta: Window?, scale: Float
  ) -> Double {
    precondition(first >= 0 && first + z.rows <= labels.count)
    let sum = strata_softmax_cross_entropy(
      z.view, labels.pointer + first, smoothing, scale, delta?.target ?? .none)
    delta?.round()
    return sum
  }

  /// max(0, 1 + max over j ≠ label of z[j] − z[label]).
  package static func multiclassHinge(
    _ z: Window, labels: Memory<Int32>, from first: Int, delta: Window?, scale: Float
  ) -> Double {
    precondition(first >= 0 && first + z.rows <= labels.count)
    let sum = strata_multiclass_hinge(z.view, labels.pointer + first, scale, delta?.target ?? .none)
    delta?.round()
    return sum
  }
}
