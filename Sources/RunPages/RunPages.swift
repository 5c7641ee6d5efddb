package import Foundation
internal import StrataFiles
internal import StrataClassifiers
internal import StrataReports
package import StrataRuns
package import StrataSession

/// The pages that people read of runs: a report in each run's folder, and an index beside the folders.
package enum RunPages {
  /// In each run's folder.
  package static let report = "report.html"
  /// Beside the folders.
  package static let index = "index.html"

  /// Writes a run's report from what is in its folder, and the index. A run is done whether or not its pages
  /// can be written, so a failure is said and not thrown.
  package static func publish(_ run: RunWriter, console: Console) {
    do {
      // An experiment tells its own story, in a report that it writes itself.
      if run.record.stage != .experiment { try writeReport(of: run) }
      if run.has(report) { console.say("report", run.url.appending(path: report).relativePath) }
    } catch {
      console.say("note", "the run is done, but \(report) was not written: \(error.wordsOfProgram)")
    }
    publishIndex(over: run, console: console)
  }

  /// Writes the index of the runs beside a run; a failure is said and not thrown.
  package static func publishIndex(over run: RunWriter, console: Console) {
    do {
      try writeIndex(of: RunStore(root: run.url.deletingLastPathComponent()))
    } catch {
      console.say("note", "the run is in order, but \(index) was not written: \(error.wordsOfProgram)")
    }
  }

  /// Writes a run's report from what is in its folder.
  package static func writeReport(of run: RunWriter) throws {
    try run.write(RunReport(RunFolder(run.url)).report().html(), as: report)
  }

  /// Writes a run's report from what is in its folder so far, whether or not a process works on it: a page is written
  /// whole or not at all, and at its end the run writes its own. Returns where it is.
  ///
  /// - Parameter output: the folder to write it to; nil for the run's own.
  package static func writeReport(of folder: RunFolder, to output: URL?) throws -> URL {
    if let output { try Folders.make(output) }
    let url = (output ?? folder.url).appending(path: report)
    try AtomicFile.write(RunReport(folder).report().html(), to: url)
    return url
  }

  /// Writes the index of all runs.
  package static func writeIndex(of store: RunStore) throws {
    let runs = try store.all()
    let datasets = Set(runs.compactMap { try? $0.run.get().record.dataset }.map { [$0.title, $0.sha256] })
    let entries = runs.map { name, run in
      switch run {
      case .success(let folder):
        var entry = RunIndex.Entry(folder)
        // Data of one name that are not the same are told apart by their hash.
        if datasets.count(where: { $0[0] == entry.dataset }) > 1 {
          entry.dataset += " (\(folder.record.dataset.sha256.prefix(8))…)"
        }
        return entry
      case .failure(let error): return RunIndex.Entry(unreadable: name, error)
      }
    }
    try AtomicFile.write(
      RunIndex(title: "Runs", entries: entries).html(), to: store.root.appending(path: index))
  }
}

extension RunIndex.Entry {
  /// A run, as its record tells.
  fileprivate init(_ folder: RunFolder) {
    let record = folder.record
    self.init(name: folder.name, status: folder.statusInWords)
    stage = record.stage.title
    model = record.model?.title ?? ""
    recipe = (record.recipe ?? "") + (record.command.contains(" --quick") ? " --quick" : "")
    seed = record.seed
    dataset = record.dataset.title
    examples = record.learnedFrom
    begun = String(
      record.created.formatted(Date.ISO8601FormatStyle(timeZone: .gmt)).replacing("T", with: " ").prefix(16))
    seconds = record.trainingSeconds > 0 ? record.trainingSeconds : nil
    parent = record.parent
    result = record.shownResult ?? ""
    testError = record.testErrorPercent
    validationError = record.validationErrorPercent
    report = folder.has(RunPages.report) ? RunPages.report : nil
  }

  /// A run whose record cannot be read.
  fileprivate init(unreadable name: String, _ error: InputError) {
    self.init(name: name, status: "cannot be read")
    result = error.found
  }
}

extension RunFolder {
  /// True when the folder holds a file of that name.
  package func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: self.file(file).path) }
}

extension RunWriter {
  /// True when the folder holds a file of that name.
  package func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appending(path: file).path)
  }
}
