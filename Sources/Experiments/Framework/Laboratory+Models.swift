internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataSession

extension Laboratory {
  /// The stack of the recipe, or of another, pretrained with a seed; decoders included.
  func stack(of recipe: Recipe? = nil, seed: UInt64) throws -> LayerGraph {
    try shelf.stack(of: recipe ?? self.recipe, seed: seed, options)
  }

  /// Pretrains the first layer of a recipe and shows it, as it is then, after every so many epochs and after
  /// the last.
  func watchFirstLayer(
    of recipe: Recipe, seed: UInt64, every pause: Int, _ watch: (Int, LayerGraph) throws -> Void
  ) throws {
    let first = GreedyPretraining(layers: Array(try recipe.greedyPretraining().layers.prefix(1)))
    var layer: LayerGraph?
    _ = try first.fit(dataset.train.features, seed: seed, execution: execution) { event in
      try options.stopRequest.check()
      switch event {
      case .layer(_, let graph): layer = graph
      case .progress: break
      case .epoch(let epoch, let state):
        let number = epoch.training.number
        guard number.isMultiple(of: pause) || number == first.layers[0].training.epochs else { return }
        guard let layer, let parameters = try state().training?.parameters else {
          preconditionFailure("an epoch of no layer")
        }
        try watch(number, layer.replacing(parameters: parameters))
      }
    }
  }

  /// The network of the recipe, or of another, trained end to end.
  func classifier(of recipe: Recipe? = nil, isPretrained: Bool = true, seed: UInt64) throws -> Classifier {
    try shelf.classifier(of: recipe ?? self.recipe, isPretrained: isPretrained, seed: seed, options)
  }

  /// Logistic regression on raw pixels.
  func logisticRegression() throws -> Classifier { try shelf.logisticRegression(recipe, options) }

  /// Wrong predictions among the test images, in percent.
  func testError(of classifier: Classifier) throws -> Double {
    try classifier.evaluate(on: dataset.test, execution: execution).error.percent
  }

  /// Wrong predictions among the validation images, in percent.
  func validationError(of classifier: Classifier) throws -> Double {
    try classifier.evaluate(on: dataset.validation, execution: execution).error.percent
  }

  /// The images as a node of a stack sees them: frozen features with their labels.
  func codes(of stack: LayerGraph, at node: String) throws -> FrozenCodes {
    let encoder = try stack.features(of: node)
    return try FrozenCodes(dataset) { part in
      try encoder.values(of: node, for: part.features, execution: execution)
    }
  }

  /// What a linear classifier comes to, and whether it converged.
  private struct Linear: Codable {
    let error: Double
    let note: String?
    var penalty: Double?
  }

  /// The test error, in percent, of logistic regression on frozen features.
  func errorOfLogisticRegression(on codes: FrozenCodes) throws -> Double {
    let found = try shelf.figures(
      "logistic-regression-on-codes", of: recipe, seed: recipe.data.labelsSeed,
      on: codes.train.features.matrix(rows: 0..<codes.train.features.rows), options
    ) {
      let fitted = try recipe.logisticRegression
        .fit(codes.train, classes: dataset.classes, execution: execution) { _ in
          try options.stopRequest.check()
        }
      return Linear(
        error: try fitted.evaluate(on: codes.test, execution: execution).error.percent,
        note: fitted.convergence?.note)
    }
    shelf.remark(found.note, "logistic regression on \(codes.width) features")
    return found.error
  }

  /// The test error, in percent, of the linear SVM on frozen features.
  ///
  /// Features of different scales want different penalties, so the penalty is chosen by the validation error
  /// after training on a part of the images.
  func errorOfLinearSVM(on codes: FrozenCodes, seed: UInt64) throws -> Double {
    let found = try shelf.figures(
      "linear-svm-on-codes", of: recipe, seed: seed,
      on: codes.train.features.matrix(rows: 0..<codes.train.features.rows), options
    ) { try fittedLinearSVM(on: codes, seed: seed) }
    console.say("  \(codes.width) features: the linear SVM's λ is \(found.penalty ?? 0)")
    shelf.remark(found.note, "the linear SVM on \(codes.width) features")
    return found.error
  }

  private func fittedLinearSVM(on codes: FrozenCodes, seed: UInt64) throws -> Linear {
    func fit(_ weightDecay: Double, to examples: LabelledFeatures, passes: Int) throws -> Classifier {
      var machine = recipe.linearSVM
      machine.weightDecay = weightDecay
      machine.passes = min(machine.passes, passes)
      return try machine.fit(examples, classes: dataset.classes, seed: seed, execution: execution) { _ in
        try options.stopRequest.check()
      }
    }
    let sample = try codes.sample(count: 10_000)
    let errors = try Self.penalties.map {
      try fit($0, to: sample, passes: Self.passesToChoose).evaluate(
        on: codes.validation, execution: execution
      ).error.value
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    let fitted = try fit(Self.penalties[best], to: codes.train, passes: .max)
    return Linear(
      error: try fitted.evaluate(on: codes.test, execution: execution).error.percent,
      note: fitted.convergence?.note, penalty: Self.penalties[best])
  }

  /// The penalties λ of the linear SVM that are tried.
  private static let penalties = [1e-2, 1e-3, 1e-4, 1e-5]
  /// Passes that are enough to choose one by.
  private static let passesToChoose = 100
}

extension LayerGraph {
  /// The weight of a stack's first layer, inputs × units. Traps where there is none: a recipe is checked to have
  /// layers.
  var firstWeight: Matrix {
    guard let weight = parameters[NodeRole.encoder.weight(of: 0)] else {
      preconditionFailure("a stack without a first layer")
    }
    return weight
  }
}
