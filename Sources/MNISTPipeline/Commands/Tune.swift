import ArgumentParser
import Foundation
import StrataExperiments
import StrataSession

struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for better settings of a recipe, on validation examples alone.",
    usage: """
      \(ProgramName.short) tune --recipe <file> [--jobs <n>] [<options>]
      \(ProgramName.short) tune --recipe <file> --job <k>/<n> | --join [<options>]
      """,
    discussion: """
      The section tune of the recipe says what is varied and how many settings are tried. Successive \
      halving: every setting is trained with a share of the epochs, the best go on with more, the last \
      ones take all. The winner is then trained on the validation examples too, and the test examples \
      are looked at, once.

      Each trial is a file in the search's folder. Stopped or killed, the same command goes on. Several \
      processes can share the work: --jobs on one machine, --job in a job array; --join puts together \
      what is there, in whatever order it came, and trains the winner, unless --no-final is there too.

      EXAMPLES
        \(ProgramName.short) tune --recipe few-labels
        \(ProgramName.short) tune --recipe few-labels --from-scratch
        \(ProgramName.short) tune --recipe few-labels --job 3/12
        \(ProgramName.short) tune --recipe few-labels --join
      """)

  @Flag(help: "Begin networks from random weights: the control, with a search of its own.")
  var fromScratch = false

  @Flag(help: "Leave the winner untrained and the test examples alone.")
  var noFinal = false

  @OptionGroup var shared: SharingOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { try shared.check() }

  func run() throws {
    let options = training.apply(to: common.options)
    var choices = TuningStage.Choices()
    (choices.isFromScratch, choices.sharing) = (fromScratch, shared.sharing)
    try shared.shareOut(options) {
      try TuningStage(options, choices, console: .standardError(isQuiet: true)).hasTrialsLeft
    }
    let stage = try TuningStage(options, choices, console: common.console)
    var outcome = try stage.run()
    // People see what won before it is trained, programs get one object at the end.
    if !common.printsJSON { try show(outcome.text) }
    if outcome.isComplete, !noFinal, shared.job == nil {
      let final = try TuningFinal(options, outcome, command: stage.command, console: common.console).run()
      outcome.final = final
      if !common.printsJSON { try show(final.table, terminator: "") }
    }
    if common.printsJSON { try show(outcome, asJSON: true, text: "") }
  }
}
