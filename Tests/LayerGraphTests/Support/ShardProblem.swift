import StrataLinearAlgebra

@testable import StrataLayerGraph

/// Something to train whose batches are cut into shards.
enum ShardProblem {
  static func recipe(
    _ optimizer: Optimizer, shard: Int?, batchSize: Int = 12,
    _ statistics: TrainingRecipe.ShardStatistics = .batch
  ) -> TrainingRecipe {
    TrainingRecipe(
      epochs: 2, batchSize: batchSize, learningRate: 0.05, optimizer: optimizer, weightDecay: 0.001,
      maxNorm: 3,
      averaging: 0.9, shard: shard, shardStatistics: statistics)
  }

  static let images = SmallGraphs.features(rows: 53, density: 0.4, seed: 1)
  static let labels = SmallGraphs.labels(rows: 53, seed: 1)

  /// Two layers of units that are normalized, with noise.
  static func graph() throws -> LayerGraph { try SmallGraphs.normalizedClassifier(units: [18, 23]) }

  static func train(
    _ recipe: TrainingRecipe, _ execution: Execution, _ graph: LayerGraph? = nil
  ) throws -> Trainer.State {
    let trainer = try Trainer(
      graph ?? Self.graph(), minimizing: "loss", features: images, labels: labels, recipe: recipe, seed: 3,
      execution: execution)
    while !trainer.isFinished { _ = try trainer.trainEpoch() }
    return try trainer.soundState()
  }
}
