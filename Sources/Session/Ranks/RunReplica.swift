internal import Foundation
internal import StrataFiles
internal import StrataRuns

/// A process's own view of the folder of runs: those that are finished as they are, those that could go on as copies.
struct RunReplica {
  /// The folder of runs.
  let runs: String
  /// The run that goes on, as it is called here.
  let run: String?

  init(of options: PipelineOptions, goingOnWith run: String?, in folder: URL) throws {
    runs = folder.path
    try Folders.make(folder)
    let files = FileManager.default
    let store = try options.store(Console.standardError(isQuiet: true))
    for (name, found) in (try? store.all()) ?? [] {
      guard case .success(let known) = found else { continue }
      let place = folder.appending(path: name)
      if known.record.status == .finished {
        try files.createSymbolicLink(at: place, withDestinationURL: known.url.absoluteURL)
      } else {
        try files.copyItem(at: known.url, to: place)
      }
    }
    guard let run, run != RunStore.newestName else {
      self.run = run
      return
    }
    let named = try store.open(run)
    let place = folder.appending(path: named.name)
    try? files.removeItem(at: place)
    try files.copyItem(at: named.url.absoluteURL.resolvingSymlinksInPath(), to: place)
    self.run = named.name
  }
}
