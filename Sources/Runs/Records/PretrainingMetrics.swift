internal import StrataDrawings
internal import StrataLayerGraph
package import StrataPretraining

/// A line of `metrics.jsonl` in a pretraining run: one epoch of one layer.
package struct PretrainingMetrics: Codable, Sendable {
  /// The layer, from 1.
  package let layer: Int
  /// The epoch, from 1.
  package let epoch: Int
  /// The mean denoising loss of the training images.
  package let trainingLoss: Double
  /// The mean denoising loss of the validation images.
  package let validationLoss: Double?
  /// The learning rate of the last step.
  package let learningRate: Float
  /// Seconds of training.
  package let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case layer, epoch, seconds
    case trainingLoss = "training_loss"
    case validationLoss = "validation_loss"
    case learningRate = "learning_rate"
  }
}

extension PretrainingMetrics {
  /// The numbers of an epoch.
  package init(_ epoch: GreedyPretraining.Epoch) {
    layer = epoch.layer + 1
    self.epoch = epoch.training.number
    trainingLoss = epoch.training.loss
    validationLoss = epoch.validationLoss
    learningRate = epoch.training.learningRate
    seconds = epoch.training.seconds
  }

  /// What stands over the lines.
  package static func heading(of epochs: Int) -> String {
    "epoch".leading(width(of: epochs)) + "   training loss   validation loss       time"
  }

  /// For example `    2/5          63.999            63.218      5.5 s`.
  package func line(of epochs: Int) -> String {
    "\(epoch)/\(epochs)".leading(Self.width(of: epochs)) + String(trainingLoss, decimals: 3).leading(16)
      + (validationLoss.map { String($0, decimals: 3) } ?? "–").leading(18)
      + String(seconds: seconds).leading(11)
  }
}
