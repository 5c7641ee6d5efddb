internal import Foundation
package import StrataFiles

/// A run that has not ended: what its numbers are worth, and how it goes on.
extension RunFolder {
  /// What a reader of its numbers has to know; nil for a finished run.
  package var unfinishedNote: String? {
    guard record.status != .finished else { return nil }
    let status = statusInWords
    return "is not finished (\(status)), so its best weights so far are taken; "
      + (record.status == .failed ? "it failed: \(failure)" : wayOn)
  }

  /// Throws where a run has not come so far that it leaves a model.
  package func requireModel() throws(InputError) {
    guard record.status != .finished, record.stage == .pretrain || !has(.best) else { return }
    throw InputError(
      .missingInput, at: url.relativePath, expected: "a finished \(record.stage.noun) run",
      found: "one that is marked \(statusInWords)", advice: "\(wayOn)")
  }

  /// What to do with a run that is not finished.
  package var wayOn: String {
    let path = url.relativePath.shellQuoted
    return switch statusInWords {
    case "running": "wait until it has ended"
    case "failed" where has(.best):
      "use its best weights by its name, \(path), or begin again; it failed: \(failure)"
    default:
      record.stage.isResumable
        ? "go on with it: mnist-pipeline \(record.stage.rawValue) --resume \(path)"
        : "do it again: \(record.command)"
    }
  }

  private var failure: String { record.failure ?? "its record does not say why" }
}
