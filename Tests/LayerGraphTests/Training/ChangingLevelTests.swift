import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Noise whose level changes over training: a function of the epoch, and of nothing that is remembered.
struct ChangingLevelTests {
  private let features = SmallGraphs.features(rows: 40, seed: 1)

  private func trainer(epochs: Int, rate: Float) throws -> Trainer {
    try Trainer(
      SmallGraphs.autoencoder(corruption: .masking(0.9).changing(to: 0.1)), minimizing: "loss",
      features: features,
      recipe: TrainingRecipe(epochs: epochs, batchSize: 8, learningRate: rate), seed: 3,
      execution: Execution(threads: 2))
  }

  /// At a rate too small to change anything an epoch's loss is that of one pass at the epoch's level.
  @Test(arguments: [1, 2, 5]) func eachEpochHasItsLevel(epochs: Int) throws {
    let trainer = try trainer(epochs: epochs, rate: 1e-30)
    for epoch in 0..<epochs {
      let level = epochs == 1 ? 0.9 : 0.9 + (0.1 - 0.9) * Double(epoch) / Double(epochs - 1)
      let constant = try SmallGraphs.autoencoder(corruption: .masking(Float(level)))
      let expected = try Inference(
        constant, target: "loss", noise: .init(seed: 3), execution: Execution(threads: 1)
      ).meanLoss(of: features, epoch: epoch)
      #expect(abs(try trainer.trainEpoch().loss / expected - 1) < 1e-6)
    }
  }

  @Test func resumingGoesOnAtTheLevelOfTheEpoch() throws {
    let whole = try trainer(epochs: 4, rate: 0.5)
    while !whole.isFinished { _ = try whole.trainEpoch() }
    let first = try trainer(epochs: 4, rate: 0.5)
    for _ in 0..<2 { _ = try first.trainEpoch() }
    let second = try trainer(epochs: 4, rate: 0.5)
    try second.resume(from: first.state)
    while !second.isFinished { _ = try second.trainEpoch() }
    #expect(second.state == whole.state)
  }
}
