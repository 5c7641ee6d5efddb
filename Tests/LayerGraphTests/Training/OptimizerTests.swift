import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Every optimizer over several steps against its formula in Double.
struct OptimizerTests {
  static let optimizers: [Optimizer] = [
    .sgd(), .sgd(momentum: 0.9), .sgd(momentum: 0.9, nesterov: true), .adam(), .adamW(),
    .adam(beta1: 0.5, beta2: 0.9, epsilon: 1e-3), .adamW(beta1: 0.8, beta2: 0.99, epsilon: 1e-6),
  ]

  /// What else happens in a step: nothing, weight decay, a limit that some columns exceed from the start, both; a norm
  /// that all columns have, an average that forgets quickly and one that does not, all together.
  static let penalties: [(decay: Float, maxNorm: Float?, fixedNorm: Float?, averaging: Float?)] = [
    (0, nil, nil, nil), (0.05, nil, nil, nil), (0, 1, nil, nil), (0.05, 1, nil, nil), (0, nil, 1, nil),
    (0, nil, nil, 0.2), (0, nil, nil, 0.999), (0.05, nil, 2, 0.5),
  ]

  @Test(arguments: optimizers, [1, 2])
  func stepsFollowTheFormula(optimizer: Optimizer, threads: Int) throws {
    for penalty in Self.penalties {
      let recipe = TrainingRecipe(
        epochs: 6, batchSize: 8, learningRate: 0.05,
        schedule: Schedule(.linearDecay(after: 0.5), warmUpEpochs: 2), optimizer: optimizer,
        weightDecay: penalty.decay, maxNorm: penalty.maxNorm, fixedNorm: penalty.fixedNorm,
        averaging: penalty.averaging)
      let graph = try SmallGraphs.autoencoder(activation: .tanh, seed: 3)
      let features = SmallGraphs.features(rows: 8, seed: 3)
      let trainer = try Trainer(
        graph, minimizing: "loss", features: features, recipe: recipe, seed: 3,
        execution: Execution(threads: threads))

      var expected = graph.doubleParameters
      var reference = ReferenceOptimizer(recipe)
      for epoch in 0..<recipe.epochs {
        let pass = ReferencePass(graph, parameters: expected, input: DoubleMatrix(features))
        let rate = Double(recipe.learningRate) * recipe.schedule.factor(at: Double(epoch), of: 6)
        reference.step(
          &expected, pass.gradient(of: "loss"), rate: rate, weights: ["weight"])
        let report = try trainer.trainEpoch()
        #expect(abs(report.loss / pass.loss("loss") - 1) < 1e-6)
        #expect(abs(Double(report.learningRate) - rate) <= 1e-7 * rate)
        // What is used is the average, what is stepped is not.
        let used = expected.merging(reference.averages) { $1 }
        for (found, expected) in [(trainer.state.parameters, expected), (trainer.graph.parameters, used)] {
          for name in found.names {
            let error = relativeError(
              found[name] ?? Matrix([]), expected[name] ?? DoubleMatrix(Matrix([])))
            #expect(error < 1e-5, "\(name), epoch \(epoch), \(penalty)")
          }
        }
      }
    }
  }

  /// Longer columns alone, or all of them; a head begins with zeros, whose norm nothing can change.
  @Test(arguments: [false, true])
  func normsAreLimitedColumnByColumn(isFixed: Bool) throws {
    let graph = try SmallGraphs.classifier(seed: 4)
    let trainer = try Trainer(
      graph, minimizing: "loss", features: SmallGraphs.features(rows: 20, seed: 4),
      labels: SmallGraphs.labels(rows: 20, seed: 4),
      recipe: TrainingRecipe(
        epochs: 1, batchSize: 5, learningRate: 1, maxNorm: isFixed ? nil : 0.7,
        fixedNorm: isFixed ? 0.7 : nil), seed: 4)
    _ = try trainer.trainEpoch()
    for name in ["encoder.weight", "head.weight"] {
      let weight = try #require(trainer.graph.parameters[name])
      for column in 0..<weight.columns {
        let norm = weight.column(column).reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(norm < 0.7 * (1 + 1e-5))
        if isFixed { #expect(norm > 0.7 * (1 - 1e-5)) }
      }
    }
  }
}
