package import Foundation
package import StrataFiles

/// The folder that holds one folder for every run, by default `runs`.
///
/// ```swift
/// let store = RunStore(root: URL(filePath: "runs"))
/// let run = try store.create(record, recipe: text)
/// try run.append(metrics)
/// try run.write(checkpoint, as: .last)
/// try run.update { $0.status = .finished }
/// let newest = try store.newest(.pretrain)
/// ```
package struct RunStore: Sendable {
  /// The folder; it need not exist yet.
  package let root: URL

  /// The runs under a folder.
  package init(root: URL) { self.root = root }

  /// Makes a new folder for a run that begins, with its recipe and record. Overwrites nothing; when the run cannot
  /// begin, no folder of it stays behind.
  package func create(_ record: RunRecord, recipe: String) throws(InputError) -> RunWriter {
    var name = RunName(record.stage, at: record.created)
    var url = root.appending(path: name.description)
    while try !Folders.makeNew(url) {
      name = name.next
      url = root.appending(path: name.description)
    }
    do throws(InputError) {
      return try RunWriter(url, record: record, recipe: recipe)
    } catch {
      RunWriter.removeUnbegun(url)
      throw error
    }
  }

  /// The newest finished run of a stage.
  ///
  /// A folder without a record was left by a process that was killed while it made it, and is passed
  /// over. A damaged record is an error, not a reason to take an older run unasked.
  package func newest(
    _ stage: RunRecord.Stage, where isWanted: (RunRecord) -> Bool = { _ in true }
  ) throws(InputError) -> RunFolder {
    var unfinished: [String] = []
    for name in try names() where name.stage == stage {
      do throws(InputError) {
        let run = try RunFolder(root.appending(path: name.description))
        guard isWanted(run.record) else { continue }
        if run.record.status == .finished { return run }
        unfinished.append("\(run.name) (marked \(run.statusInWords))")
      } catch  where error.kind == .missingInput {
        continue
      }
    }
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a finished \(stage.noun) run",
      found: unfinished.isEmpty ? "none" : "only " + unfinished.prefix(3).joined(separator: ", "),
      advice: "run: \(command(stage))")
  }

  /// The finished runs of a stage, the newest first.
  ///
  /// A folder without a record is passed over, as ``newest(_:where:)`` does; a damaged record is an error.
  package func finished(_ stage: RunRecord.Stage) throws(InputError) -> [RunFolder] {
    var runs: [RunFolder] = []
    for name in try names() where name.stage == stage {
      do throws(InputError) {
        let run = try RunFolder(root.appending(path: name.description))
        if run.record.status == .finished { runs.append(run) }
      } catch  where error.kind == .missingInput {
        continue
      }
    }
    return runs
  }

  /// The newest run of a stage that is not finished.
  ///
  /// A folder without a record was left by a process that was killed before it began; it is passed over.
  package func newestUnfinished(_ stage: RunRecord.Stage) throws(InputError) -> RunFolder {
    for name in try names() where name.stage == stage {
      do throws(InputError) {
        let run = try RunFolder(root.appending(path: name.description))
        if run.record.status != .finished { return run }
      } catch  where error.kind == .missingInput {
        continue
      }
    }
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a \(stage.noun) run that is not finished",
      found: "none", advice: "begin one: \(command(stage))")
  }

  /// Opens a run by its name, or by the path of its folder.
  package func open(_ pathOrName: String) throws(InputError) -> RunFolder {
    let named = root.appending(path: pathOrName)
    if !pathOrName.isEmpty {
      if !pathOrName.contains("/"), FileManager.default.fileExists(atPath: named.path) {
        return try RunFolder(named)
      }
      let path = try URL(userPath: pathOrName)
      if FileManager.default.fileExists(atPath: path.path) { return try RunFolder(path) }
    }
    let others = try names().prefix(3).map(\.description).joined(separator: ", ")
    throw InputError(
      .missingInput, at: named.relativePath, expected: "a run folder", found: "nothing of that name",
      advice: others.isEmpty
        ? "no run is under \(root.relativePath) yet" : "the newest under \(root.relativePath): \(others)")
  }

  /// The newest run of any stage, whatever its status.
  package func newest() throws(InputError) -> RunFolder {
    for (_, run) in try all() { return try run.get() }
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a run", found: "none",
      advice: "run: \(command(.pretrain))")
  }

  /// Every run, the newest first, each with its name; one whose record cannot be read comes as the error.
  ///
  /// A folder without a record was left by a process that was killed while it made it, and is passed over.
  package func all() throws(InputError) -> [(name: String, run: Result<RunFolder, InputError>)] {
    var runs: [(name: String, run: Result<RunFolder, InputError>)] = []
    for name in try names() {
      do throws(InputError) {
        runs.append((name.description, .success(try RunFolder(root.appending(path: name.description)))))
      } catch  where error.kind == .missingInput {
        continue
      } catch {
        runs.append((name.description, .failure(error)))
      }
    }
    return runs
  }

  /// The command that makes a run of a stage under this folder.
  private func command(_ stage: RunRecord.Stage) -> String {
    let path = root.relativePath
    return "mnist-pipeline \(stage.rawValue)" + (path == "runs" ? "" : " --runs \(path.shellQuoted)")
  }

  /// The names of the folders that are called like runs, the newest first.
  private func names() throws(InputError) -> [RunName] {
    try Folders.names(in: root).compactMap { RunName($0) }.sorted(by: >)
  }
}
