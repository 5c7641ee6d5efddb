package import Foundation
package import StrataCheckpoints
package import StrataFiles
internal import Synchronization

/// A run folder held for writing: nobody else can write there until the writer is gone.
///
/// Every file is written whole or not at all; a line of metrics is on the disk before `append` returns.
package final class RunWriter: Sendable {
  /// The folder.
  package let url: URL
  /// The process that was killed while it wrote here; nil when the last one ended in order.
  package var abandonedBy: Int32? { lock.abandonedBy }
  private let lock: FileLock
  private let guardedRecord: Mutex<RunRecord>

  /// Takes a new folder. The record is written last: a folder that has one can be gone on with.
  package init(_ url: URL, record: RunRecord, recipe: String) throws(InputError) {
    self.url = url
    lock = try Self.lock(url)
    guardedRecord = Mutex(record)
    try write(recipe, as: RunFolder.FileName.recipe)
    try Self.write(record, in: url)
  }

  /// Takes the folder of a run that is there already, and removes the halves of files in it.
  package init(_ url: URL) throws(InputError) {
    self.url = url
    lock = try Self.lock(url)
    try AtomicFile.removeLeftovers(in: url)
    // Read only now: before, the process that had the lock may have changed it.
    guardedRecord = Mutex(try RunFolder.record(in: url))
  }

  private static func lock(_ url: URL) throws(InputError) -> FileLock {
    try FileLock(at: url.appending(path: RunFolder.FileName.lock), guarding: url.relativePath)
  }

  /// The name of the folder.
  package var name: String { url.lastPathComponent }

  /// The record as it was last written.
  package var record: RunRecord { guardedRecord.withLock { $0 } }

  /// Changes the record and writes it. When that fails, the record stays as it was.
  package func update(_ change: (inout RunRecord) -> Void) throws(InputError) {
    try guardedRecord.withLock { (record) throws(InputError) in
      var changed = record
      change(&changed)
      try Self.write(changed, in: url)
      record = changed
    }
  }

  /// Appends a line to `metrics.jsonl`.
  package func append(_ metrics: some Encodable) throws(InputError) {
    // Under the record's lock, so that two threads do not mix their lines.
    try guardedRecord.withLock { (_) throws(InputError) in
      try JSONLines.append(metrics, to: url.appending(path: RunFolder.FileName.metrics))
    }
  }

  /// Cuts `metrics.jsonl` off after its first `count` lines: those that a checkpoint knows of.
  package func trimMetrics(to count: Int) throws(InputError) {
    try guardedRecord.withLock { (_) throws(InputError) in
      try JSONLines.trim(url.appending(path: RunFolder.FileName.metrics), to: count)
    }
  }

  /// Writes a checkpoint in place of the one before.
  package func write(_ checkpoint: Checkpoint, as name: RunFolder.CheckpointName) throws(InputError) {
    try checkpoint.write(to: url.appending(path: name.fileName))
  }

  /// Writes a table, a picture or another file of the run. Traps when `name` leads out of the folder.
  package func write(_ bytes: some ContiguousBytes, as name: String) throws(InputError) {
    precondition(!name.isEmpty && !name.contains("/"), "\(name) is not the name of a file")
    try AtomicFile.write(bytes, to: url.appending(path: name))
  }

  /// Writes text of the run. Traps when `name` leads out of the folder.
  package func write(_ text: String, as name: String) throws(InputError) {
    try write([UInt8](text.utf8), as: name)
  }

  private static func write(_ record: RunRecord, in url: URL) throws(InputError) {
    let url = url.appending(path: RunFolder.FileName.record)
    try AtomicFile.write(
      StrictJSON.encode(record, at: url.relativePath, over: true) + [UInt8(ascii: "\n")], to: url)
  }
}
