package import StrataClassifiers
internal import StrataDrawings
internal import StrataLayerGraph

/// A line of `metrics.jsonl` in a fine-tuning run: one epoch.
package struct FineTuningMetrics: Codable, Sendable {
  /// The epoch, from 1.
  package let epoch: Int
  /// The mean loss of the training images.
  package let trainingLoss: Double
  /// The mean loss of the validation images after the epoch; nil when there are none.
  package let validationLoss: Double?
  /// Wrong predictions on the validation images after the epoch, in percent; nil when there are none.
  package let validationErrorPercent: Double?
  /// True when it is the best epoch so far.
  package let isBest: Bool
  /// The learning rate of the last step.
  package let learningRate: Float
  /// Seconds of training.
  package let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case epoch, seconds
    case trainingLoss = "training_loss"
    case validationLoss = "validation_loss"
    case validationErrorPercent = "validation_error_percent"
    case isBest = "is_best"
    case learningRate = "learning_rate"
  }
}

extension FineTuningMetrics {
  /// The numbers of an epoch.
  package init(_ epoch: FineTuning.Epoch) {
    self.epoch = epoch.training.number
    trainingLoss = epoch.training.loss
    validationLoss = epoch.validationLoss
    validationErrorPercent = epoch.validationError?.percent
    isBest = epoch.isBest
    learningRate = epoch.training.learningRate
    seconds = epoch.training.seconds
  }

  /// What stands over the lines.
  package static func heading(of epochs: Int) -> String {
    "epoch".leading(width(of: epochs)) + "   training loss   validation loss   validation error       time"
  }

  /// For example `    2/15          0.0712            0.0698             2.01 %      8.4 s  best`.
  package func line(of epochs: Int) -> String {
    "\(epoch)/\(epochs)".leading(Self.width(of: epochs)) + String(trainingLoss, decimals: 4).leading(16)
      + (validationLoss.map { String($0, decimals: 4) } ?? "–").leading(18)
      + (validationErrorPercent.map { "\(String($0, decimals: 2)) %" } ?? "–").leading(19)
      + String(seconds: seconds).leading(11) + (isBest && validationErrorPercent != nil ? "  best" : "")
  }
}
