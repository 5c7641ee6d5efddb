internal import Foundation
package import StrataFiles

/// A run that has not ended: what its numbers are worth.
extension RunFolder {
  /// What a reader of its numbers has to know; nil for a finished run.
  package var unfinishedNote: String? {
    guard record.status != .finished else { return nil }
    let status = statusInWords
    let path = url.relativePath.shellQuoted
    let more =
      switch status {
      case "running": "wait until it has ended"
      case "failed": "it failed: \(record.failure ?? "its record does not say why")"
      default: "go on with it: mnist-pipeline \(record.stage.rawValue) --resume \(path)"
      }
    return "is not finished (\(status)), so its best weights so far are measured; \(more)"
  }

  /// Throws where a run has not come so far that it leaves a model.
  package func requireModel() throws(InputError) {
    guard record.status != .finished, record.stage == .pretrain || !has(.best) else { return }
    let status = statusInWords
    let path = url.relativePath.shellQuoted
    let advice: Wording =
      switch status {
      case "running": "wait until it has ended"
      case "failed":
        "begin again, as it failed: \(record.failure ?? "its record does not say why"); it was: \(record.command)"
      default: "go on with it: mnist-pipeline \(record.stage.rawValue) --resume \(path)"
      }
    throw InputError(
      .missingInput, at: url.relativePath, expected: "a finished \(record.stage.noun) run",
      found: "one that is marked \(status)", advice: advice)
  }
}
