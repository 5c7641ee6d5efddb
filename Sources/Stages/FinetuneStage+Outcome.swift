internal import Foundation
package import StrataRuns

extension FinetuneStage {
  /// What fine-tuning came to.
  package struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    package let run: String
    /// The pretraining run that it began from; nil from scratch.
    package let from: String?
    /// The best epoch, from 1.
    package let bestEpoch: Int
    /// Wrong predictions on the validation images after it, in percent; nil when there are none.
    package let validationErrorPercent: Double?
    /// Why training ended.
    package let reason: String
    /// The numbers in the network's parameters.
    package let parameters: Int
    /// Seconds of fine-tuning.
    package let seconds: Double
    /// What does not look right about training.
    package let findings: [RunRecord.Finding]

    /// What a run came to.
    init(of run: RunFolder, from parent: String?, reason: String) throws {
      let metrics = try run.metrics(as: FineTuningMetrics.self)
      self.run = run.url.relativePath
      from = parent
      bestEpoch = metrics.last { $0.isBest }?.epoch ?? 0
      validationErrorPercent = run.record.validationErrorPercent
      self.reason = reason
      parameters = run.record.parameters ?? 0
      seconds = run.record.trainingSeconds
      findings = run.record.findings ?? []
    }

    private enum CodingKeys: String, CodingKey {
      case run, from, reason, parameters, seconds, findings
      case bestEpoch = "best_epoch"
      case validationErrorPercent = "validation_error_percent"
    }
  }
}
