package import Foundation
package import StrataCheckpoints
package import StrataFiles

/// A run on disk, to be read: its record, recipe, metrics and checkpoints.
///
/// `recipe.yml`, `run.json`, `metrics.jsonl`, `last.safetensors`, `best.safetensors`, tables and pictures.
package struct RunFolder: Sendable {
  /// The folder.
  package let url: URL
  /// Its `run.json`, as it was when the folder was opened.
  package let record: RunRecord

  /// The checkpoints of a run.
  package enum CheckpointName: String, Sendable, CaseIterable {
    /// The newest.
    case last
    /// The one with the lowest validation error.
    case best
    /// The next `best`, until the newest checkpoint knows of it.
    case nextBest = "next-best"

    /// The name of its file.
    package var fileName: String { "\(rawValue).safetensors" }
  }

  /// Opens a run folder; a caller that has a name rather than a place asks a ``RunStore``.
  package init(_ url: URL) throws(InputError) {
    self.url = url
    record = try Self.record(in: url)
  }

  /// True when a folder has a record, be it a damaged one.
  package static func isRun(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: FileName.record).path)
  }

  /// The name of the folder.
  package var name: String { url.lastPathComponent }

  /// How far the run has come, for people: its status, or `died` where it says that it is running and nobody holds
  /// the folder.
  package var statusInWords: String {
    guard record.status == .running, FileLock.isHeld(at: file(FileName.lock)) == false else {
      return record.status.rawValue
    }
    // It may have ended, and said so, since its record was read.
    let status = (try? Self.record(in: url))?.status ?? record.status
    return status == .running ? "died" : status.rawValue
  }

  /// Where a file of the run is.
  package func file(_ name: String) -> URL { url.appending(path: name) }

  /// True when the run has a checkpoint of that name.
  package func has(_ name: CheckpointName) -> Bool {
    FileManager.default.fileExists(atPath: file(name.fileName).path)
  }

  /// Throws for a folder with a record alone, such as one whose copy is not complete.
  func requireContent() throws(InputError) {
    let hasRecipe = FileManager.default.fileExists(atPath: file(FileName.recipe).path)
    guard !hasRecipe, !CheckpointName.allCases.contains(where: has) else { return }
    throw InputError(
      .malformedData, at: url.relativePath, expected: "a run folder, with a \(FileName.recipe)",
      found: "a record alone", advice: "copy the whole folder, or move it away")
  }

  /// Reads a checkpoint.
  package func checkpoint(_ name: CheckpointName) throws(InputError) -> Checkpoint {
    guard has(name) else {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "a model in \(name.fileName)",
        found: "no such file in a run that is marked \(record.status.rawValue)",
        advice: "choose another run, or train again: \(record.command)")
    }
    let checkpoint = try Checkpoint(contentsOf: file(name.fileName))
    try requireOwn(name.fileName)
    return checkpoint
  }

  /// Throws when a file is another than the run ended with.
  package func requireOwn(_ name: String) throws(InputError) {
    guard let own = record.files?[name] else { return }
    let found = try sha256(ofFile: file(name))
    guard found != own else { return }
    throw InputError(
      .malformedData, at: file(name).relativePath,
      expected: "the file that this run ended with, SHA-256 \(own.prefix(16))…",
      found: "another, \(found.prefix(16))…",
      advice: "put the run's own file back, or do it again: \(record.command)")
  }

  /// The bytes of a file of the run.
  package func bytes(of name: String) throws(InputError) -> [UInt8] {
    try OpenFile.bytes(of: file(name))
  }

  /// The recipe, as the run took it.
  package func recipe() throws(InputError) -> String {
    let text = try recipeText()
    try requireOwn(FileName.recipe)
    return text
  }

  /// What stands in the file of the recipe, for who compares it with a checkpoint's.
  package func recipeText() throws(InputError) -> String {
    let url = file(FileName.recipe)
    guard let text = String(validating: try OpenFile.bytes(of: url), as: UTF8.self) else {
      throw InputError(
        .malformedData, at: url.relativePath, expected: "text in UTF-8", found: "other bytes",
        advice: "choose another run")
    }
    return text
  }

  /// The lines of `metrics.jsonl`; a last one that was torn when the run was killed is left out.
  package func metrics<Line: Decodable>(as type: Line.Type = Line.self) throws(InputError) -> [Line] {
    let lines = try JSONLines.read(type, from: file(FileName.metrics))
    try requireOwn(FileName.metrics)
    return lines
  }

  /// Takes the folder for writing, to go on with the run. Refused while another process has it.
  package func openForWriting() throws(InputError) -> RunWriter {
    try RunWriter(url)
  }

  /// The names of the files that every run has.
  package enum FileName {
    package static let recipe = "recipe.yml"
    package static let record = "run.json"
    package static let metrics = "metrics.jsonl"
    package static let lock = ".lock"
    /// The model, with all that it takes to use it; there once the run is finished.
    package static let model = "model.safetensors"
  }

  package static func record(in folder: URL) throws(InputError) -> RunRecord {
    let url = folder.appending(path: FileName.record)
    let bytes: [UInt8]
    do throws(InputError) {
      bytes = try OpenFile.bytes(of: url)
    } catch  where error.kind == .missingInput {
      throw InputError(
        .missingInput, at: folder.relativePath, expected: "a run folder, with a \(FileName.record)",
        found: "none", advice: "check the path, or choose another run")
    }
    let advice: Wording = "choose another run, or put the file right"
    let version = try StrictJSON.decode(
      SchemaVersion.self, from: bytes[...], at: url.relativePath, advice: advice
    ).version
    guard (1...RunRecord.schemaVersion).contains(version) else {
      throw InputError(
        .malformedData, at: url.relativePath,
        expected: "schema_version \(RunRecord.schemaVersion) or older", found: "\(version)",
        advice: "a newer version of this program wrote it: update this one")
    }
    let record = try StrictJSON.decode(
      RunRecord.self, from: bytes[...], at: url.relativePath, advice: advice)
    guard RecordSeal.isIntact(bytes) ?? (version < 3) else {
      throw InputError(
        .malformedData, at: url.relativePath, expected: "a record as it was written",
        found: "one that was changed since",
        advice: "put the file back as it was, or do the run again: \(record.command)")
    }
    return record
  }

  /// What can be read of a record of any version.
  private struct SchemaVersion: Decodable {
    let version: Int

    enum CodingKeys: String, CodingKey {
      case version = "schema_version"
    }
  }
}
