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
  /// The word that stands for the newest run of a stage that is not finished.
  package static let newestName = "newest"

  /// The folder; it need not exist yet.
  package let root: URL
  /// Told of each record that cannot be read, when its run is passed over.
  private let notice: @Sendable (InputError) -> Void

  /// The runs under a folder.
  ///
  /// - Parameter notice: told of each record that cannot be read, when its run is passed over.
  package init(root: URL, notice: @escaping @Sendable (InputError) -> Void = { _ in }) {
    self.root = root
    self.notice = notice
  }

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

  /// The newest finished run of a stage, whatever its folder is called.
  ///
  /// A folder without a record was left by a process that was killed while it made it, and is passed
  /// over; so is a run whose record is damaged, which is said.
  package func newest(
    _ stage: RunRecord.Stage, where isWanted: (RunRecord) -> Bool = { _ in true }
  ) throws(InputError) -> RunFolder {
    let runs = try readable().filter { $0.record.stage == stage && isWanted($0.record) }
    if let run = runs.first(where: { $0.record.status == .finished }) { return run }
    let unfinished = runs.prefix(3).map { "\($0.name) (marked \($0.statusInWords))" }
    let first = runs.first { $0.statusInWords != "running" } ?? runs.first
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a finished \(stage.noun) run",
      found: unfinished.isEmpty ? "none" : "only " + unfinished.joined(separator: ", "),
      advice: "\(first?.wayOn ?? "run: \(command(stage))")")
  }

  /// The finished runs of a stage, the newest first. Those whose record is damaged are passed over, which is said.
  package func finished(_ stage: RunRecord.Stage) throws(InputError) -> [RunFolder] {
    try readable().filter { $0.record.stage == stage && $0.record.status == .finished }
  }

  /// The newest finished run of a stage for who names none; nil when there is none.
  ///
  /// - Throws: the error of a newer run that by its name is one of that stage and cannot be read: whoever asks for the
  ///   newest would be given another.
  package func newestIntact(
    _ stage: RunRecord.Stage, where isWanted: (RunRecord) -> Bool = { _ in true }
  ) throws(InputError) -> RunFolder? {
    for (name, run) in try all() {
      switch run {
      case .success(let folder):
        let record = folder.record
        if record.stage == stage, record.status == .finished, isWanted(record) { return folder }
      case .failure(let error): if RunName(name)?.stage == stage { throw error }
      }
    }
    return nil
  }

  /// The newest run of a stage that is not finished.
  ///
  /// A folder without a record was left by a process that was killed before it began; it is passed over. So is a
  /// run whose record is damaged, which is said.
  package func newestUnfinished(_ stage: RunRecord.Stage) throws(InputError) -> RunFolder {
    if let run = try readable().first(where: { $0.record.stage == stage && $0.record.status != .finished }) {
      return run
    }
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a \(stage.noun) run that is not finished",
      found: "none", advice: "begin one: \(command(stage))")
  }

  /// Opens a run by its name, or by the path of its folder.
  package func open(_ pathOrName: String) throws(InputError) -> RunFolder {
    let pathOrName = pathOrName.withoutTrailingSlash
    let named = root.appending(path: pathOrName)
    if !pathOrName.isEmpty {
      if !pathOrName.contains("/"), FileManager.default.fileExists(atPath: named.path) {
        return try RunFolder(named)
      }
      let path = try URL(userPath: pathOrName)
      if Self.holdsRuns(path) {
        throw InputError(
          .usage, at: path.relativePath, expected: "a run folder", found: "a folder of runs",
          advice: "name one of them, or take the newest: --runs \(path.relativePath.shellQuoted)")
      }
      if FileManager.default.fileExists(atPath: path.path) { return try RunFolder(path) }
    }
    let others = try all().prefix(3).map(\.name).joined(separator: ", ")
    throw InputError(
      .missingInput, at: pathOrName.contains("/") ? pathOrName : named.relativePath, expected: "a run folder",
      found: "nothing of that name",
      advice: others.isEmpty
        ? "no run is under \(root.relativePath) yet" : "the newest under \(root.relativePath): \(others)")
  }

  /// True for a folder that is no run, but has some in it.
  package static func holdsRuns(_ folder: URL) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return !RunFolder.isRun(folder) && names.contains { RunFolder.isRun(folder.appending(path: $0)) }
  }

  /// The newest run of any stage, whatever its status.
  package func newest() throws(InputError) -> RunFolder {
    if let run = try readable().first { return run }
    throw InputError(
      .missingInput, at: root.relativePath, expected: "a run", found: "none",
      advice: "run: \(command(.pretrain))")
  }

  /// Every run, the newest first, each with its name; one whose record cannot be read comes as the error.
  ///
  /// A run is a folder with a record, whatever it is called. A folder without one was left by a process that was
  /// killed while it made it, or is none of ours, and is passed over.
  package func all() throws(InputError) -> [(name: String, run: Result<RunFolder, InputError>)] {
    var runs: [(key: Key, run: Result<RunFolder, InputError>)] = []
    for name in try Folders.names(in: root) where isRun(name) {
      do throws(InputError) {
        let run = try RunFolder(root.appending(path: name))
        try run.requireContent()
        runs.append((Key(name, run.record), .success(run)))
      } catch  where error.kind == .missingInput {
        continue
      } catch {
        runs.append((Key(name, nil), .failure(error)))
      }
    }
    return runs.sorted { $0.key > $1.key }.map { ($0.key.name, $0.run) }
  }

  /// True for a folder with a record, and no link to another of these.
  private func isRun(_ name: String) -> Bool {
    let url = root.appending(path: name)
    guard RunFolder.isRun(url) else { return false }
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil
    return !isLink
      || url.resolvingSymlinksInPath().deletingLastPathComponent().path != root.resolvingSymlinksInPath().path
  }

  /// The command that makes a run of a stage under this folder.
  private func command(_ stage: RunRecord.Stage) -> String {
    let path = root.relativePath
    return "mnist-pipeline \(stage.rawValue)" + (path == "runs" ? "" : " --runs \(path.shellQuoted)")
  }

  /// The runs whose records can be read, the newest first; of the others it is said that they are passed over.
  private func readable() throws(InputError) -> [RunFolder] {
    try all().compactMap { _, run in
      switch run {
      case .success(let folder): return folder
      case .failure(let error):
        notice(error)
        return nil
      }
    }
  }

  /// What runs are put in order by: when they began, and in which order within a second.
  private struct Key: Comparable {
    let time: String
    let number: Int
    let name: String

    /// Of a run with its record, or without where the name has to say it.
    init(_ name: String, _ record: RunRecord?) {
      let parsed = RunName(name)
      time = record.map { RunName($0.stage, at: $0.created).time } ?? parsed?.time ?? ""
      number = parsed?.number ?? 1
      self.name = name
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.time, left.number, left.name) < (right.time, right.number, right.name)
    }
  }
}

extension String {
  /// A path as it is without the slash that a shell's completion puts behind a folder.
  fileprivate var withoutTrailingSlash: String {
    var path = self
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
