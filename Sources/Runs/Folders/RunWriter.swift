package import Foundation
internal import Glibc
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
  /// Why a second process is not kept out of the folder, in words: its file system has no locks. Nil where it has.
  package var lockWeakness: String? { lock.weakness }
  private let lock: FileLock
  private let guardedRecord: Mutex<RunRecord>

  /// Takes a new folder. The record is written last: a folder that has one can be gone on with.
  package init(
    _ url: URL, record: RunRecord, recipe: String, locking: FileLock.Locking = FileLock.kernel
  ) throws(InputError) {
    self.url = url
    lock = try Self.lock(url, locking)
    guardedRecord = Mutex(record)
    try write(recipe, as: RunFolder.FileName.recipe)
    try Self.write(record, in: url)
  }

  /// Takes the folder of a run that is there already, and removes the halves of files in it.
  package init(_ url: URL, locking: FileLock.Locking = FileLock.kernel) throws(InputError) {
    self.url = url
    lock = try Self.lock(url, locking)
    try AtomicFile.removeLeftovers(in: url)
    // Read only now: before, the process that had the lock may have changed it.
    guardedRecord = Mutex(try RunFolder.record(in: url))
  }

  private static func lock(_ url: URL, _ locking: FileLock.Locking) throws(InputError) -> FileLock {
    try FileLock(
      at: url.appending(path: RunFolder.FileName.lock), guarding: url.relativePath, locking: locking)
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

  /// Says in the record that the run is finished, and with which files.
  package func finish(_ change: (inout RunRecord) -> Void) throws(InputError) {
    let names =
      RunFolder.CheckpointName.allCases.map(\.fileName)
      + [RunFolder.FileName.model, RunFolder.FileName.recipe, RunFolder.FileName.metrics]
    var files: [String: String] = [:]
    for name in names where FileManager.default.fileExists(atPath: url.appending(path: name).path) {
      files[name] = try sha256(ofFile: url.appending(path: name))
    }
    try update { record in
      record.status = .finished
      record.files = files
      change(&record)
    }
  }

  /// Appends a line to `metrics.jsonl`.
  package func append(_ metrics: some Encodable) throws(InputError) { try append(all: [metrics]) }

  /// Appends lines to `metrics.jsonl`, all at once.
  package func append(all metrics: [any Encodable]) throws(InputError) {
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

  /// Gives the next best checkpoint the name of the best one.
  package func adoptNextBest() throws(InputError) {
    let names = [RunFolder.CheckpointName.nextBest, .best].map { url.appending(path: $0.fileName) }
    guard rename(names[0].path, names[1].path) == 0 else { throw .writing(names[1], errno) }
    try OpenFile.synchronizeFolder(url)
  }

  /// The length of a checkpoint's file, in bytes; 0 where there is none.
  package func length(of name: RunFolder.CheckpointName) -> Int {
    var status = stat()
    return stat(url.appending(path: name.fileName).path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Removes a checkpoint; does nothing when there is none of that name.
  package func remove(_ name: RunFolder.CheckpointName) throws(InputError) {
    let file = url.appending(path: name.fileName)
    guard unlink(file.path) == 0 || errno == ENOENT else { throw .writing(file, errno) }
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
    let json = try StrictJSON.encode(RecordSeal.Envelope(record: record), at: url.relativePath, over: true)
    try AtomicFile.write(RecordSeal.sealed(json + [UInt8(ascii: "\n")]), to: url)
  }

  /// Removes a new folder whose run could not begin, with what was written into it. A folder with anything else in it
  /// stays.
  package static func removeUnbegun(_ url: URL) {
    for name in [RunFolder.FileName.lock, RunFolder.FileName.recipe, RunFolder.FileName.record] {
      // What is not there need not be removed, and what cannot be stays: the error that is on its way says why.
      _ = unlink(url.appending(path: name).path)
    }
    _ = rmdir(url.path)
  }
}
