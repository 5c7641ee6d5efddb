public import StrataLayerGraph
public import StrataLinearAlgebra

/// A multiclass linear support vector machine (Crammer and Singer 2001) on any features, trained by
/// stochastic subgradient descent (Shalev-Shwartz et al. 2007, "Pegasos").
///
/// ```swift
/// let machine = try LinearSVM().fit(mnist.train, classes: 10, seed: 1)
/// ```
public struct LinearSVM: Hashable, Sendable, Codable {
  /// How it is trained; the weight decay is the λ of the margin's penalty λ/2 · ‖W‖².
  public var training: TrainingRecipe

  /// A recipe.
  public init(
    training: TrainingRecipe = TrainingRecipe(
      epochs: 20, batchSize: 100, learningRate: 0.02, schedule: Schedule(.linearDecay(after: 0)),
      weightDecay: 1e-4)
  ) {
    self.training = training
  }

  /// The fitted classifier; its scores are margins, not logits.
  ///
  /// - Parameter report: called after each epoch; what it throws ends the fit.
  /// - Throws: `InputError` where examples and classes do not go together.
  public func fit(
    _ examples: any LabelledExamples, classes: Int = 10, seed: UInt64,
    execution: Execution = Execution(), report: (Trainer.Epoch) throws -> Void = { _ in }
  ) throws -> Classifier {
    let graph = try LayerGraph.linearClassifier(
      inputs: examples.features.columns, classes: classes, loss: .multiclassHinge)
    let trainer = try Trainer(
      graph, minimizing: "loss", features: examples.features, labels: examples.labels,
      recipe: training, seed: seed, execution: execution)
    while !trainer.isFinished { try report(trainer.trainEpoch()) }
    return try Classifier(trainer.graph)
  }
}
