internal import Foundation
internal import StrataLayerGraph
internal import StrataRuns

/// The losses of one training, and what there is to find in them.
struct LossCurve {
  /// The loss after an epoch: of the validation examples where there are any, otherwise of the training examples.
  struct Point {
    /// The epoch, from 1.
    let epoch: Int
    let loss: Double

    init(_ epoch: Int, _ loss: Double) {
      self.epoch = epoch
      self.loss = loss
    }
  }

  /// From the first epoch to the last, those that were looked at.
  let points: [Point]
  /// Steps in all.
  let steps: Int
  /// What was trained: `layer 2`; nothing for a whole network.
  let what: String
  /// The recipe's key that says how long: `pretraining.epochs`.
  let key: String
  /// The recipe's key of what ended it before that; nil for nothing.
  var endedBy: String?
  /// The recipe's key of the rate.
  var rateKey: String { key.replacing("epochs", with: "learning_rate") }

  /// Fewer steps are seldom enough: with every one a weight moves by about the learning rate.
  static let fewestSteps = 100
  /// A loss that falls by this share of itself in an epoch has not come to its end.
  static let steepFall = 0.05

  /// What does not look right, each with what to do.
  var findings: [RunRecord.Finding] {
    var findings: [RunRecord.Finding] = []
    let place = what.isEmpty ? "" : " in \(what)"
    if steps < Self.fewestSteps {
      findings.append(
        .init(
          .fewSteps,
          "took only \(steps) step\(steps == 1 ? "" : "s")\(place), where \(Self.fewestSteps) are seldom enough: raise "
            + "\(key), or lower the batch_size beside it"))
    }
    guard points.count > 1 else { return findings }
    let (first, before, last) = (points[0].loss, points[points.count - 2], points[points.count - 1])
    let span = last.epoch - before.epoch
    if last.loss >= first {
      findings.append(
        .init(
          .lossDidNotFall,
          "has a loss that did not fall\(place): \(Self.shown(first)) after the first epoch, \(Self.shown(last.loss)) after "
            + "the last; try a lower \(rateKey)"))
    } else if span == 1 || points.count > 2, last.loss < before.loss * pow(1 - Self.steepFall, Double(span)) {
      findings.append(
        .init(
          .stillFalling,
          "has a loss that was still falling at the last \(span == 1 ? "epoch" : "\(span) epochs")\(place), from "
            + "\(Self.shown(before.loss)) to \(Self.shown(last.loss)): raise "
            + (endedBy.map { "\($0), which ended it" } ?? "\(key), now \(last.epoch)")
        ))
    }
    return findings
  }

  /// Those of fine-tuning: where examples were kept for validation, of the epochs after which they were looked at.
  static func points(of metrics: [FineTuningMetrics]) -> [Point] {
    let looks = metrics.compactMap { line in line.validationLoss.map { Point(line.epoch, $0) } }
    return looks.isEmpty ? metrics.map { Point($0.epoch, $0.trainingLoss) } : looks
  }

  /// Four digits, however small it is: two losses that differ are to look it.
  private static func shown(_ loss: Double) -> String { String(format: "%.4g", loss) }
}

extension TrainingRecipe {
  /// Steps in an epoch over so many examples.
  func steps(of examples: Int) -> Int { (examples + batchSize - 1) / batchSize }
}
