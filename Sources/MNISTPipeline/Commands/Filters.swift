import ArgumentParser
import Pipeline

struct Filters: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw what a run's first layer looks for, and what it makes of noisy images.",
    usage: "mnist-pipeline filters [<run>] [--units <n>] [--output <dir>] [<options>]",
    discussion: """
      Writes filters.png (w/|w| of each unit: the input of norm one that excites it most, each on its \
      own scale) and reconstructions.png (test images: clean, corrupted, reconstructed).

      EXAMPLES
        mnist-pipeline filters
        mnist-pipeline filters RUN --units 400 --output pictures
      """)

  @Argument(help: ArgumentHelp("Run by name or path; none for the newest pretraining run.", valueName: "run"))
  var name: String?

  @Option(help: ArgumentHelp("How many of the first units to draw.", valueName: "n"))
  var units = 100

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Folder to write to; without it, the run's.", valueName: "dir"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if units < 1 || units > 10000 { throw ValidationError("--units is 1 to 10000, not \(units).") }
  }

  func run() throws {
    let outcome = try FiltersStage(
      common.options, run: name, units: units, output: output, console: common.console
    ).run()
    try show(
      outcome, asJSON: common.json,
      text: [outcome.filters, outcome.reconstructions].compactMap { $0 }.joined(separator: "\n"))
  }
}
