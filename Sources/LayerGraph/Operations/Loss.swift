internal import CKernels
internal import LinearAlgebra

/// What training makes small: a sum over the features or classes of an example, averaged over examples.
public enum Loss: String, Hashable, Sendable, Codable, CaseIterable {
  /// −Σ x log σ(z) + (1 − x) log(1 − σ(z)) for targets x in [0, 1] (Vincent et al. 2010, equation 4),
  /// computed from the logits z, so that it cannot overflow.
  case crossEntropy = "cross-entropy"
  /// ‖z − x‖² (Vincent et al. 2010, equation 3).
  case squaredError = "squared-error"
  /// −log softmax(z)[label], computed from the logits z.
  case softmaxCrossEntropy = "softmax-cross-entropy"
  /// max(0, 1 + max over j ≠ label of z[j] − z[label]) (Crammer and Singer 2001, equation 4).
  case multiclassHinge = "multiclass-hinge"

  /// True when the target is a label, false when it is a row of features.
  public var comparesWithLabels: Bool {
    self == .softmaxCrossEntropy || self == .multiclassHinge
  }

  /// For example `cross-entropy`.
  public var title: String { rawValue.replacing("-", with: " ") }

  /// The loss summed over a slice of predictions z against features x, each element times its weight where
  /// there are some; where `delta` is given it receives scale · ∂loss/∂z. It may be z itself.
  func forward(
    _ z: UnsafeMatrix, against x: UnsafeMatrix, weights: UnsafeMatrix? = nil, delta: UnsafeMatrix?,
    scale: Float
  ) -> Double {
    if let weights {
      let kernel =
        self == .crossEntropy
        ? strata_weighted_bernoulli_cross_entropy : strata_weighted_squared_error
      return kernel(
        z.pointer, Int64(z.stride), x.pointer, Int64(x.stride), weights.pointer,
        Int64(weights.stride), Int64(z.rows), Int64(z.columns), scale, delta?.pointer,
        Int64(delta?.stride ?? 0))
    }
    let kernel =
      self == .crossEntropy ? strata_bernoulli_cross_entropy : strata_squared_error
    return kernel(
      z.pointer, Int64(z.stride), x.pointer, Int64(x.stride), Int64(z.rows), Int64(z.columns),
      scale, delta?.pointer, Int64(delta?.stride ?? 0))
  }

  /// The loss summed over predictions z against labels; `delta` as above.
  func forward(
    _ z: UnsafeMatrix, against labels: UnsafePointer<Int32>, delta: UnsafeMatrix?, scale: Float
  ) -> Double {
    let kernel =
      self == .softmaxCrossEntropy ? strata_softmax_cross_entropy : strata_multiclass_hinge
    return kernel(
      z.pointer, Int64(z.stride), labels, Int64(z.rows), Int64(z.columns), scale, delta?.pointer,
      Int64(delta?.stride ?? 0))
  }
}
