import ArgumentParser
import StrataSession
import StrataStages

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a run's report.html again, from what is in its folder.",
    usage: "\(ProgramName.short) report [<run>] [--output <dir>] [<options>]",
    discussion: """
      A report is one file that is read in a browser, offline: what was run, its tables, pictures and \
      curves. Each run writes its own at its end; one that still runs, or was stopped, is reported as \
      far as it has come. Beside the run folders, index.html lists all runs; it \
      is made again too.

      EXAMPLES
        \(ProgramName.short) report
        \(ProgramName.short) report RUN
      """)

  @Argument(
    help: ArgumentHelp("Run by name or path; none for the newest.", valueName: "run"), completion: .runs)
  var name: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Folder to write to; without it, the run's.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @OptionGroup var runs: RunsOption
  @OptionGroup var quiet: QuietFlag
  @OptionGroup var json: JSONFlag

  func run() throws {
    let stage = try ReportStage(PipelineOptions(runs), run: name, output: output)
    try perform(stage, asJSON: json.json) {
      ([$0.report] + [$0.index].compactMap(\.self)).joined(separator: "\n")
    }
  }
}
