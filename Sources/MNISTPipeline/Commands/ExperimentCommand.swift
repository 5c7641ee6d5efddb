import ArgumentParser
import Foundation
import StrataDrawings
import StrataExperiments
import StrataReports
import StrataSession

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Put a claim of the lecture to the test.",
    usage: "\(ProgramName.short) experiment <name> [--seeds <seeds>] [--quick] [<options>]",
    discussion: """
      Each experiment trains, measures, and ends with a table and one sentence of verdict with the figure \
      it rests on: mean ± standard deviation over the seeds. Its run folder holds the numbers as CSV and \
      JSON, the pictures, and report.html. A claim that does not hold is reported as not holding.

      Stopped or killed, the same command goes on with what is not done.

      Several processes can share the seeds: --jobs on one machine, --job in a job array; --join makes the \
      report of what is there, in whatever order it came.

      EXAMPLES
        \(ProgramName.short) experiment list
        \(ProgramName.short) experiment filters --show
        \(ProgramName.short) experiment all --quick
        \(ProgramName.short) experiment edges --images photographs/
        \(ProgramName.short) experiment labels --seeds 10 --job 3/10
      """)

  @Argument(
    help: "Which one; 'all', or 'list', which names them with their claims.", completion: .experiments)
  var name: String

  @Option(
    help: ArgumentHelp(
      "Repetitions, each with a seed of its own: how many, or which, as in 1..5; without it 3, of labels 10.",
      valueName: "seeds"))
  var seeds: Seeds?

  @Flag(help: "Fewer images, epochs and arms: a look, not a result.")
  var quick = false

  @Flag(name: .customLong("show"), help: "Draw the pictures in the terminal too.")
  var drawsPictures = false

  @Option(
    help: ArgumentHelp(
      "For edges and variants: a folder of PNG files, or an .npy file, in place of generated images.",
      valueName: "path"), completion: .file())
  var images: String?

  @OptionGroup var shared: SharingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try seeds?.check()
    try shared.check()
  }

  func run() throws {
    guard name != "list" else {
      return try show(
        ExperimentStage.claims, asJSON: common.printsJSON, text: ExperimentStage.list)
    }
    var choices = ExperimentStage.Choices(seeds: seeds?.count, isQuick: quick, images: images)
    var options = common.options
    if let seeds, let first = seeds.first {
      options.seed = try seeds.range(from: first, isSaid: options.seed != nil).lowerBound
    }
    choices.sharing = try shared.sharedOut(options)
    try ExperimentStage(options, named: name, choices, console: common.console) { outcome in
      try show(outcome, asJSON: common.printsJSON, text: outcome.text)
      if drawsPictures && !common.printsJSON { try show(outcome.drawings(colours: outputColours)) }
    }.run()
  }
}
