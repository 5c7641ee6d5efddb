package import LinearAlgebra

extension TrainingRecipe {
  /// Throws an `InputError` that names what is impossible.
  public func check() throws {
    func require(_ isTrue: Bool, _ key: String, _ expected: String, _ found: String) throws {
      guard !isTrue else { return }
      throw InputError(
        .recipe, at: key, expected: expected, found: found, advice: "change it in the recipe")
    }
    try require(epochs >= 1, "epochs", "at least 1", "\(epochs)")
    try require(batchSize >= 1, "batchSize", "at least 1", "\(batchSize)")
    try require(
      learningRate > 0 && learningRate.isFinite, "learningRate", "a positive number",
      "\(learningRate)")
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "weightDecay", "zero or a positive number",
      "\(weightDecay)")
    if let maxNorm { try require(maxNorm > 0, "maxNorm", "a positive number", "\(maxNorm)") }
    try require(
      schedule.warmUpEpochs >= 0 && schedule.warmUpEpochs.isFinite, "schedule.warmUpEpochs",
      "zero or a positive number", "\(schedule.warmUpEpochs)")
    switch schedule.shape {
    case .constant, .cosine: break
    case .step(let epochs, let factor):
      try require(epochs > 0, "schedule.epochs", "a positive number", "\(epochs)")
      try require(
        factor > 0 && factor.isFinite, "schedule.factor", "a positive number", "\(factor)")
    case .linearDecay(let after):
      try require(
        (0...1).contains(after), "schedule.after", "a share of training, 0 to 1", "\(after)")
    }
    switch optimizer {
    case .sgd(let momentum, _):
      try require((0..<1).contains(momentum), "momentum", "at least 0 and below 1", "\(momentum)")
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      try require((0..<1).contains(beta1), "beta1", "at least 0 and below 1", "\(beta1)")
      try require((0..<1).contains(beta2), "beta2", "at least 0 and below 1", "\(beta2)")
      try require(epsilon > 0, "epsilon", "a positive number", "\(epsilon)")
    }
  }
}

extension LayerGraph {
  /// Throws unless these examples are what the loss needs.
  package func check(features: any Features, labels: [UInt8]?, for loss: String) throws {
    guard case .loss(let kind) = nodes[try index(of: loss)].operation else {
      throw GraphError.impossibleCut("\(loss) is not a loss, so it cannot be made small")
    }
    try check(width: features.columns)
    guard features.rows > 0 else {
      throw InputError(
        .malformedData, at: "examples", expected: "at least one", found: "none",
        advice: "give it a data set with examples")
    }
    if kind == .crossEntropy { try checkUnitInterval(features, for: loss) }
    guard kind.comparesWithLabels else { return }
    let classes = widths[try index(of: nodes[try index(of: loss)].inputs[1])]
    guard let labels, labels.count == features.rows else {
      throw InputError(
        .malformedData, at: "labels", expected: "\(features.rows), one for each example",
        found: "\(labels?.count ?? 0)", advice: "pair every image with its label")
    }
    if let label = labels.first(where: { Int($0) >= classes }) {
      throw InputError(
        .malformedData, at: "labels", expected: "0 to \(classes - 1)", found: "\(label)",
        advice: "give the head as many classes as the data has")
    }
  }

  /// Throws unless examples of this width fit the graph's input.
  package func check(width: Int) throws {
    guard width != inputWidth else { return }
    throw InputError(
      .malformedData, at: "examples", expected: "\(inputWidth) features, as the model's input has",
      found: "\(width)", advice: "give it the data set that it was made for")
  }

  private func checkUnitInterval(_ features: any Features, for loss: String) throws {
    guard let range = features.range, range.lowerBound >= 0, range.upperBound <= 1 else {
      let found = features.range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "not a number"
      throw InputError(
        .malformedData, at: "\(loss): cross-entropy", expected: "inputs from 0 to 1", found: found,
        advice: "divide pixels of 0 to 255 by 255, or take the squared error with linear units")
    }
  }
}
