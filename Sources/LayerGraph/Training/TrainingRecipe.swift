/// How a graph is trained: everything but the graph, the examples and the seed.
public struct TrainingRecipe: Hashable, Sendable, Codable {
  /// Passes over the examples.
  public var epochs: Int
  /// Examples in a step; the last step of an epoch may have fewer.
  public var batchSize: Int
  /// The base learning rate, for a loss averaged over the batch.
  public var learningRate: Float
  /// How the learning rate changes.
  public var schedule: Schedule
  /// What turns a gradient into a step.
  public var optimizer: Optimizer
  /// λ of the penalty λ/2 · ‖W‖² on every weight (biases are spared); with `adamW`, decoupled.
  public var weightDecay: Float
  /// The largest norm that the weights into one unit may have after a step (Hinton et al. 2012); nil
  /// for no limit.
  public var maxNorm: Float?

  /// A recipe; what is left out is plain stochastic gradient descent.
  public init(
    epochs: Int, batchSize: Int, learningRate: Float, schedule: Schedule = .constant,
    optimizer: Optimizer = .sgd(), weightDecay: Float = 0, maxNorm: Float? = nil
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.schedule = schedule
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    self.maxNorm = maxNorm
  }

  /// The share of training that is done at an epoch, counted from 0: 0 in the first, 1 in the last.
  package func progress(atEpoch epoch: Int) -> Float {
    epochs > 1 ? Float(epoch) / Float(epochs - 1) : 0
  }
}
