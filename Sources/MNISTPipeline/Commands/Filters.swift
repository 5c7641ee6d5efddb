import ArgumentParser
import Foundation
import StrataDrawings
import StrataExperiments
import StrataReports
import StrataSession
import StrataStages

struct Filters: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw what a run's first layer looks for, and what it makes of noisy images.",
    usage: "\(ProgramName.short) filters [<run>] [--units <n>] [--show] [<options>]",
    discussion: """
      Writes filters.png (w/|w| of each unit: the input of norm one that excites it most) and \
      reconstructions.png (test images: clean, under each kind of noise, and reconstructed).

      With --scale per-filter each unit's largest weight has the strongest colour, so that its shape \
      shows; with shared that of all units, so that strong units can be told from weak ones.

      EXAMPLES
        \(ProgramName.short) filters --show
        \(ProgramName.short) filters RUN --units 400 --output pictures
      """)

  enum Scale: String, CaseIterable, ExpressibleByArgument {
    case perFilter = "per-filter"
    case shared
  }

  @Argument(
    help: ArgumentHelp("Run by name or path; none for the newest pretraining run.", valueName: "run"),
    completion: .runs)
  var name: String?

  @Option(help: ArgumentHelp("How many of the first units to draw.", valueName: "n"))
  var units = 100

  @Option(help: "Which weight has the strongest colour: each unit's largest, or that of all.")
  var scale: Scale = .perFilter

  @Flag(name: .customLong("show"), help: "Draw some of the units in the terminal too.")
  var isShown = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Folder to write to; without it, the run's.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if units < 1 || units > 10000 { throw ValidationError("--units is 1 to 10000, not \(units).") }
  }

  func run() throws {
    let stage = try FiltersStage(
      common.options, run: name, units: units, scale: scale == .shared ? .shared : .perFilter,
      output: output,
      console: common.console)
    let outcome = try stage.run()
    if isShown && !common.printsJSON {
      try show(stage.drawing(colours: outputColours))
    }
    try show(
      outcome, asJSON: common.printsJSON,
      text: [outcome.filters, outcome.reconstructions].compactMap { $0 }.joined(separator: "\n"))
  }
}
