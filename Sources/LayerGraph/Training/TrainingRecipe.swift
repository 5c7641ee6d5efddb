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
  /// The norm that the weights into one unit have after every step, whatever the step was (Huang et al. 2017, "Projection
  /// based weight normalization"); nil to leave it to training. It goes with batch normalization, which undoes it.
  public var fixedNorm: Float?
  /// The share that is kept at each step of the average of the parameters over the steps, for example 0.999 (Polyak and
  /// Juditsky 1992; with less at first, as in Izmailov et al.'s comparison, min(averaging, (1 + t) / (10 + t)) at step t).
  /// What is then validated and kept is the average. Nil for none.
  public var averaging: Float?
  /// The examples of a shard. A step computes its batch shard by shard and adds the gradients up by a fixed tree, so any
  /// number of processes can share the shards and come to the same bits. Nil for the whole batch at once, which is faster
  /// in one process.
  public var shard: Int?
  /// What a batch that is cut into shards is normalized by; it makes no difference without shards.
  public var shardStatistics: ShardStatistics

  /// A recipe; what is left out is plain stochastic gradient descent.
  public init(
    epochs: Int, batchSize: Int, learningRate: Float, schedule: Schedule = .constant,
    optimizer: Optimizer = .sgd(), weightDecay: Float = 0, maxNorm: Float? = nil, fixedNorm: Float? = nil,
    averaging: Float? = nil, shard: Int? = nil, shardStatistics: ShardStatistics = .batch
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.schedule = schedule
    self.optimizer = optimizer
    self.weightDecay = weightDecay
    self.maxNorm = maxNorm
    self.fixedNorm = fixedNorm
    self.averaging = averaging
    self.shard = shard
    self.shardStatistics = shardStatistics
  }

  /// The examples whose statistics batch normalization goes by, where a batch is cut into shards.
  public enum ShardStatistics: String, Hashable, Sendable, Codable, CaseIterable {
    /// The whole batch: the processes add up the sums of all shards on the way, three times for each layer, and all shards
    /// of a process are in memory at a time.
    case batch
    /// The shard that an example is in ("ghost" batch normalization, Hoffer et al. 2017, section 4): nothing is exchanged.
    case shard
  }

  /// How many matrices of a parameter's shape are remembered between steps for each: what the optimizer remembers, and
  /// the average.
  package var rememberedMatrices: Int { optimizer.slots + (averaging == nil ? 0 : 1) }

  /// The share of training that is done at an epoch, counted from 0: 0 in the first, 1 in the last.
  package func progress(atEpoch epoch: Int) -> Float {
    epochs > 1 ? Float(epoch) / Float(epochs - 1) : 0
  }
}
