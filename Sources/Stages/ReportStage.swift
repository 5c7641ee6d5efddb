internal import Foundation
internal import StrataFiles
internal import StrataRunPages
internal import StrataRuns
package import StrataSession

/// The report of a run made again from its folder alone, and the index of all runs.
package struct ReportStage: Stage {
  /// The pages that were written.
  package struct Outcome: Encodable, Sendable {
    /// The run that the report is about.
    package let run: String
    /// The report.
    package let report: String
    /// The index of the runs beside it; nil for a report that was written elsewhere.
    package let index: String?
  }

  private let folder: RunFolder
  private let output: URL?

  /// The report of a run, with a user's options.
  ///
  /// - Parameters:
  ///   - name: a run by name or path; nil for the newest of any stage.
  ///   - output: the folder to write the report to; nil for the run's own.
  /// - Throws: `InputError` when there is no such run.
  package init(_ options: PipelineOptions, run name: String?, output: String? = nil) throws {
    self.output = try output.map { try URL(userPath: $0, isDirectory: true) }
    let store = RunStore(root: try URL(userPath: options.runs, isDirectory: true))
    folder = try name.map { try store.open($0) } ?? store.newest()
  }

  /// Writes the pages.
  ///
  /// A run that still runs, or was stopped, is reported as far as it has come.
  ///
  /// - Throws: `InputError` when a file of the run is damaged or a page cannot be written.
  package func run() throws -> Outcome {
    let report =
      folder.record.stage == .experiment
      ? try ownReport() : try RunPages.writeReport(of: folder, to: output).relativePath
    guard output == nil else { return Outcome(run: folder.name, report: report, index: nil) }
    let root = folder.url.deletingLastPathComponent()
    try RunPages.writeIndex(of: RunStore(root: root))
    return Outcome(run: folder.name, report: report, index: root.appending(path: RunPages.index).relativePath)
  }

  /// An experiment tells its own story, in a report that it writes itself, and that its folder alone is not enough for.
  private func ownReport() throws(InputError) -> String {
    let report = folder.file(RunPages.report)
    guard output == nil, FileManager.default.fileExists(atPath: report.path) else {
      throw InputError(
        output == nil ? .missingInput : .usage, at: report.relativePath,
        expected: "the report that an experiment writes at its end",
        found: output == nil ? "none" : "another folder to write it to",
        advice: output == nil
          ? "do the experiment again: \(folder.record.command)"
          : "copy \(report.relativePath), which needs no other file")
    }
    return report.relativePath
  }
}
