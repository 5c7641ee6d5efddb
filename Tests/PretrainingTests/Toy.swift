import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining

/// A small problem with something to learn: each example is one of four patterns, with noise.
enum Toy {
  static func features(rows: Int, columns: Int = 20, seed: UInt64) -> Matrix {
    let patterns = (0..<4).map {
      RandomStream(seed: 100, purpose: "pattern").bernoulli(0.4, count: columns, example: $0)
    }
    let stream = RandomStream(seed: seed, purpose: "examples")
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let noise = stream.uniform(count: columns, example: row)
      for column in 0..<columns {
        matrix[row, column] = patterns[row % 4][column] ? 0.8 + 0.2 * noise[column] : 0.2 * noise[column]
      }
    }
    return matrix
  }

  /// Two layers, each with noise, epochs, optimizer and learning rate of its own.
  static let pretraining = GreedyPretraining(layers: [
    GreedyPretraining.Layer(
      autoencoder: DenoisingAutoencoder(units: 18, corruption: .masking(0.25)),
      training: TrainingRecipe(
        epochs: 6, batchSize: 8, learningRate: 0.1, optimizer: .sgd(momentum: 0.5))),
    GreedyPretraining.Layer(
      autoencoder: DenoisingAutoencoder(units: 6, corruption: .gaussian(0.1), isTied: false),
      training: TrainingRecipe(epochs: 4, batchSize: 10, learningRate: 0.02, optimizer: .adam())),
  ])
}
