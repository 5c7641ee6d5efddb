internal import Foundation
package import StrataFiles

/// A run that has not ended: what its numbers are worth.
extension RunFolder {
  /// What a reader of its numbers has to know; nil for a finished run.
  package var unfinishedNote: String? {
    guard record.status != .finished else { return nil }
    let status = statusInWords
    return "is not finished (\(status)), so its best weights so far are taken; \(advice(status))"
  }

  /// Throws where a run has not come so far that it leaves a model.
  package func requireModel() throws(InputError) {
    guard record.status != .finished, record.stage == .pretrain || !has(.best) else { return }
    let status = statusInWords
    throw InputError(
      .missingInput, at: url.relativePath, expected: "a finished \(record.stage.noun) run",
      found: "one that is marked \(status)", advice: "\(advice(status))")
  }

  private func advice(_ status: String) -> String {
    switch status {
    case "running": "wait until it has ended"
    case "failed": "it failed: \(record.failure ?? "its record does not say why"); again: \(record.command)"
    default:
      [.pretrain, .finetune].contains(record.stage)
        ? "go on with it: mnist-pipeline \(record.stage.rawValue) --resume \(url.relativePath.shellQuoted)"
        : "do it again: \(record.command)"
    }
  }
}
