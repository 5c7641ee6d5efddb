extension Operation {
  /// The operation bound to its memory. Everything else about an operation's arithmetic stands in its own file.
  func bound(_ binding: Binding) throws -> any BoundOperation {
    switch self {
    case .input: BoundInput(binding)
    case .labels, .sum: BoundNothing(binding)
    case .dense(let weight, let bias, let isTransposed):
      BoundDense(binding, weight: weight, bias: bias, isTransposed: isTransposed)
    case .activation(let function): BoundActivation(binding, function)
    case .softmax: BoundSoftmax(binding)
    case .scaleAndShift(let gain, let bias): BoundScaleAndShift(binding, gain: gain, bias: bias)
    case .standardization(let mean, let deviation):
      BoundStandardization(binding, mean: mean, deviation: deviation)
    case .product: BoundProduct(binding)
    case .corruption(let corruption): BoundCorruption(binding, corruption)
    case .dropout(let rate): BoundDropout(binding, rate: rate)
    case .emphasis(let emphasis): try BoundEmphasis(binding, emphasis)
    case .loss(let loss) where loss.comparesWithLabels: BoundLabelLoss(binding, loss)
    case .loss(let loss): BoundFeatureLoss(binding, loss)
    case .contraction(let strength): try BoundContraction(binding, strength: strength)
    case .sparsity(let sparsity): BoundSparsity(binding, sparsity)
    }
  }
}
