package import StrataFiles
package import StrataLinearAlgebra

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
    for (key, norm) in [("maxNorm", maxNorm), ("fixedNorm", fixedNorm)] {
      if let norm { try require(norm > 0 && norm.isFinite, key, "a positive number", "\(norm)") }
    }
    try require(
      maxNorm == nil || fixedNorm == nil, "fixedNorm", "none where there is a largest norm too",
      "\(fixedNorm ?? 0)")
    if let averaging {
      try require((0..<1).contains(averaging), "averaging", "at least 0 and below 1", "\(averaging)")
    }
    if let shard { try require(shard >= 1, "shard", "at least 1", "\(shard)") }
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
  /// Throws where a parameter is not finite: nothing can be computed with it.
  ///
  /// - Parameter place: the file of the graph, for the error.
  package func requireFiniteParameters(at place: String? = nil) throws(InputError) {
    guard let name = parameters.names.first(where: { parameters[$0]?.isFinite == false }) else { return }
    throw InputError(
      .numericalFailure, at: place.map { "\($0), \(name)" } ?? name, expected: "finite numbers",
      found: "one that is not", advice: "this model cannot compute anything; train it again")
  }

  /// Throws unless these examples are what the loss needs.
  package func check(
    features: any Features, labels: [Int32]?, classWeights: [Float]? = nil, labelSmoothing: Float = 0,
    for loss: String
  ) throws {
    let terms = try terms(of: loss)
    try check(width: features.columns)
    guard features.rows > 0 else {
      throw InputError(
        .malformedData, at: "examples", expected: "at least one", found: "none",
        advice: "give it a data set with examples")
    }
    guard features.rows <= Int(Int32.max) else {
      throw InputError(
        .malformedData, at: "examples", expected: "at most \(Int32.max), as their numbers are of 32 bits",
        found: "\(features.rows)", advice: "train on a part of them")
    }
    for case (let term, .loss(let kind)) in terms.map({ ($0, $0.operation) }) {
      try checkRange(of: features, for: term, kind)
      try check(labelSmoothing, for: kind)
      if kind.comparesWithLabels {
        let classes = try width(of: term.inputs[1])
        try check(labels, classes: classes, examples: features.rows)
        try check(classWeights, classes: classes)
      }
    }
  }

  private func check(_ labels: [Int32]?, classes: Int, examples: Int) throws {
    guard let labels, labels.count == examples else {
      throw InputError(
        .malformedData, at: "labels", expected: "\(examples), one for each example",
        found: "\(labels?.count ?? 0)", advice: "pair every example with its label")
    }
    if let label = labels.first(where: { !(0..<Int32(classes)).contains($0) }) {
      throw InputError(
        .malformedData, at: "labels", expected: "0 to \(classes - 1)", found: "\(label)",
        advice: "give the head as many classes as the data has")
    }
  }

  private func check(_ classWeights: [Float]?, classes: Int) throws {
    guard let weights = classWeights else { return }
    guard weights.count == classes, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw InputError(
        .recipe, at: "class weights", expected: "\(classes) numbers of 0 or more, one for each class",
        found: weights.count == classes ? "\(weights)" : "\(weights.count)",
        advice: "give each class a weight")
    }
  }

  private func check(_ labelSmoothing: Float, for loss: Loss) throws {
    guard labelSmoothing != 0 else { return }
    guard loss == .softmaxCrossEntropy, (0..<1).contains(labelSmoothing) else {
      throw InputError(
        .recipe, at: "label smoothing",
        expected: loss == .softmaxCrossEntropy
          ? "at least 0 and below 1" : "none with the \(loss.title) loss",
        found: "\(labelSmoothing)", advice: "change it, or leave it out")
    }
  }

  /// Throws unless examples of this width fit the graph's input.
  package func check(width: Int) throws {
    guard width != inputWidth else { return }
    throw InputError(
      .malformedData, at: "examples", expected: "\(inputWidth) features, as the model's input has",
      found: "\(width)", advice: "give it the data set that it was made for")
  }

  /// Throws unless every feature is finite and within the valid input range of the loss.
  private func checkRange(of features: any Features, for loss: Node, _ kind: Loss) throws {
    let (interval, reason) = try interval(for: loss, kind)
    let range = features.range
    if let range, interval.contains(range.lowerBound), interval.contains(range.upperBound) { return }
    let isLikeBytes = range.map { $0.lowerBound >= 0 && (2...255).contains($0.upperBound) } ?? false
    let isFinite = range.map { $0.lowerBound.isFinite && $0.upperBound.isFinite } ?? false
    let found = range.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "one that is not a number"
    throw InputError(
      .malformedData, at: "\(loss.name): \(reason)",
      expected: interval.upperBound == .greatestFiniteMagnitude
        ? "finite inputs" : "inputs from \(Int(interval.lowerBound)) to \(Int(interval.upperBound))",
      found: found + (isLikeBytes ? ", as pixels are before they are divided by 255" : ""),
      advice: !isFinite
        ? "leave examples with such numbers out, or put a number in their place"
        : isLikeBytes ? "divide them by 255" : "scale them, or take the squared error with linear units")
  }

  /// The valid input range of a loss, and the name of what imposes it.
  private func interval(for loss: Node, _ kind: Loss) throws -> (ClosedRange<Float>, String) {
    let finite = -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    guard kind.targets == finite else { return (kind.targets, kind.rawValue) }
    guard !kind.comparesWithLabels, loss.inputs[1] == nodes[0].name,
      case .activation(let function) = nodes[try index(of: loss.inputs[0])].operation
    else { return (finite, kind.rawValue) }
    return function.isBounded
      ? (function.range, "\(function.rawValue) reconstructions") : (finite, kind.rawValue)
  }
}
