internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataRunPages
internal import StrataRuns

/// The report of a run made again from its folder alone, and the index of all runs.
package struct ReportStage: Sendable {
  /// The pages that were written.
  package struct Outcome: Encodable, Sendable {
    /// The run that the report is about.
    package let run: String
    /// The report; nil for an experiment, which writes its own.
    package let report: String?
    /// The index of the runs beside it.
    package let index: String
  }

  private let folder: RunFolder

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - name: a run by name or path; nil for the newest of any stage.
  ///   - runs: the folder that holds the runs.
  /// - Throws: `InputError` when there is no such run.
  package init(run name: String?, runs: String) throws {
    let store = RunStore(root: try URL(userPath: runs, isDirectory: true))
    folder = try name.map { try store.open($0) } ?? store.newest()
  }

  /// Writes the pages.
  ///
  /// - Throws: `InputError` when a file of the run is damaged or a page cannot be written, or while another
  ///   process works on the run.
  package func run() throws -> Outcome {
    let isExperiment = folder.record.stage == .experiment
    if !isExperiment { try RunPages.writeReport(of: folder.openForWriting()) }
    let root = folder.url.deletingLastPathComponent()
    try RunPages.writeIndex(of: RunStore(root: root))
    return Outcome(
      run: folder.name, report: isExperiment ? nil : folder.file(RunPages.report).relativePath,
      index: root.appending(path: RunPages.index).relativePath)
  }
}
