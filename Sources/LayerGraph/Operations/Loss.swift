internal import CStrataKernels
internal import StrataLinearAlgebra

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
    switch self {
    case .crossEntropy, .squaredError: false
    case .softmaxCrossEntropy, .multiclassHinge: true
    }
  }

  /// The targets that it is defined for.
  var targets: ClosedRange<Float> {
    switch self {
    case .crossEntropy: 0...1
    case .squaredError, .softmaxCrossEntropy, .multiclassHinge:
      -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    }
  }

  /// For example `cross-entropy`.
  public var title: String { rawValue.replacing("-", with: " ") }

  /// The loss summed over predictions z against features x, each element times its weight where there are some;
  /// where `delta` is given it receives scale · ∂loss/∂z. It may be z itself.
  func value(
    _ z: Window, against x: Window, weights: Window? = nil, delta: Window?, scale: Float
  ) -> Double {
    switch self {
    case .crossEntropy: Kernels.crossEntropy(z, against: x, weights: weights, delta: delta, scale: scale)
    case .squaredError: Kernels.squaredError(z, against: x, weights: weights, delta: delta, scale: scale)
    case .softmaxCrossEntropy, .multiclassHinge: preconditionFailure("\(title) compares with labels")
    }
  }

  /// The loss summed over predictions z against the labels from `first` on, of which a share of `smoothing` is spread
  /// over all classes; `delta` as above.
  func value(
    _ z: Window, labels: Memory<Int32>, from first: Int, smoothing: Float, delta: Window?, scale: Float
  ) -> Double {
    switch self {
    case .softmaxCrossEntropy:
      Kernels.softmaxCrossEntropy(
        z, labels: labels, from: first, smoothing: smoothing, delta: delta, scale: scale)
    case .multiclassHinge:
      Kernels.multiclassHinge(z, labels: labels, from: first, delta: delta, scale: scale)
    case .crossEntropy, .squaredError: preconditionFailure("\(title) compares with features")
    }
  }
}

extension Loss: OperationDefinition {
  var part: OperationPart { .loss }
  var inputCounts: ClosedRange<Int> { 2...3 }

  func bound(_ binding: Binding) -> any BoundOperation {
    comparesWithLabels ? BoundLabelLoss(binding, self) : BoundFeatureLoss(binding, self)
  }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    let (prediction, target) = (site.inputs[0], site.inputs[1])
    let isLabels = if case .labels = target.node.operation { true } else { false }
    guard isLabels == comparesWithLabels else {
      throw .lossTarget(of: site.name, loss: self, target: target.node.name)
    }
    guard prediction.width == target.width else {
      throw .lossWidths(
        of: site.name, prediction: prediction.node.name, prediction.width, target: target.node.name,
        target.width)
    }
    guard let weights = site.inputs.dropFirst(2).first else { return 1 }
    try site.require(
      !comparesWithLabels, "\(title) has no elements to weigh; \(weights.node.name) is one input too many")
    guard !weights.node.operation.holdsNoFeatures else {
      throw .notFeatures(weights.node.name, of: site.name)
    }
    guard weights.width == prediction.width else {
      throw .lossWidths(
        of: site.name, prediction: prediction.node.name, prediction.width, target: weights.node.name,
        weights.width)
    }
    return 1
  }
}
