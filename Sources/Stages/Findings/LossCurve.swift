internal import Foundation
internal import StrataLayerGraph
internal import StrataRuns

/// The losses of one training, epoch by epoch, and what there is to find in them.
struct LossCurve {
  /// Of each epoch: of the validation examples where there are any, otherwise of the training examples.
  let losses: [Double]
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
  /// A loss that falls by this share of itself in the last epoch has not come to its end.
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
    guard let first = losses.first, let last = losses.last, losses.count > 1 else { return findings }
    if last >= first {
      findings.append(
        .init(
          .lossDidNotFall,
          "has a loss that did not fall\(place): \(Self.shown(first)) after the first epoch, \(Self.shown(last)) after "
            + "the last; try a lower \(rateKey)"))
    } else if last < losses[losses.count - 2] * (1 - Self.steepFall) {
      findings.append(
        .init(
          .stillFalling,
          "has a loss that was still falling at the last epoch\(place), from "
            + "\(Self.shown(losses[losses.count - 2])) to \(Self.shown(last)): raise "
            + (endedBy.map { "\($0), which ended it" } ?? "\(key), now \(losses.count)")
        ))
    }
    return findings
  }

  /// Four digits, however small it is: two losses that differ are to look it.
  private static func shown(_ loss: Double) -> String { String(format: "%.4g", loss) }
}

extension TrainingRecipe {
  /// Steps in an epoch over so many examples.
  func steps(of examples: Int) -> Int { (examples + batchSize - 1) / batchSize }
}
