import Foundation
import StrataCheckpoints
import StrataRuns

extension RunFolder {
  /// Changes the text of the record, and its hash with it.
  func forgeRecord(_ change: (String) throws -> String) throws {
    let url = file(FileName.record)
    let changed = try change(String(contentsOf: url, encoding: .utf8))
    try Data(RecordSeal.sealed(Array(changed.utf8))).write(to: url)
  }

  /// Puts other weights in the folder as if the run had ended with them.
  func forge(_ checkpoint: Checkpoint, as name: CheckpointName) throws {
    let writer = try openForWriting()
    try writer.write(checkpoint, as: name)
    try writer.finish { _ in }
  }
}
