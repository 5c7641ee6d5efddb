internal import Foundation
internal import StrataFiles
internal import StrataRuns

/// A process's own view of the folder of runs: those that are finished as they are, and a copy of the one that goes on.
struct RunReplica {
  /// The folder of runs.
  let runs: String
  /// The run that goes on, as it is called here.
  let run: String?

  /// - Parameters:
  ///   - run: by name or path, or the word for the newest of a stage that is not finished; nil for a new one.
  ///   - folder: a new one, for the replica.
  init(
    of options: PipelineOptions, goingOnWith run: String?, _ stage: RunRecord.Stage, in folder: URL
  ) throws {
    runs = folder.path
    try Folders.make(folder)
    let files = FileManager.default
    var store = try options.store(Console.standardError(isQuiet: true))
    let goingOn = try run.map {
      try $0 == RunStore.newestName ? store.newestUnfinished(stage) : store.open($0)
    }
    // Beside it lies the run that it began from.
    if let goingOn { store = RunStore(root: goingOn.url.deletingLastPathComponent()) }
    for (name, found) in (try? store.all()) ?? [] {
      guard case .success(let known) = found, known.record.status == .finished, name != goingOn?.name else {
        continue
      }
      try files.createSymbolicLink(
        at: folder.appending(path: name), withDestinationURL: known.url.absoluteURL)
    }
    if let goingOn {
      try files.copyItem(
        at: goingOn.url.absoluteURL.resolvingSymlinksInPath(), to: folder.appending(path: goingOn.name))
    }
    self.run = goingOn?.name
  }
}
