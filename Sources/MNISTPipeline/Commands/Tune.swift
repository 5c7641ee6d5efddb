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
      what is there, in whatever order it came.

      EXAMPLES
        \(ProgramName.short) tune --recipe few-labels
        \(ProgramName.short) tune --recipe few-labels --from-scratch
        \(ProgramName.short) tune --recipe few-labels --job 3/12
        \(ProgramName.short) tune --recipe few-labels --join
      """)

  @Option(
    help: ArgumentHelp(
      "Folder of the search; without it, one under the runs that is named after the recipe.", valueName: "dir"
    ))
  var into: String?

  @Flag(help: "Begin networks from random weights: the control, with a search of its own.")
  var fromScratch = false

  @Option(help: ArgumentHelp("Processes side by side, which share the processors.", valueName: "n"))
  var jobs = 1

  @Option(help: ArgumentHelp("Do one part of the trials, such as 3/12.", valueName: "k/n"))
  var job: Job?

  @Flag(help: "Train nothing more; put together what is there.")
  var join = false

  @Flag(help: "Leave the winner untrained and the test examples alone.")
  var noFinal = false

  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256, not \(jobs).") }
    if [jobs > 1, job != nil, join].count(where: { $0 }) > 1 {
      throw ValidationError("--jobs, --job and --join exclude each other.")
    }
  }

  func run() throws {
    let options = training.apply(to: common.options)
    var choices = TuningStage.Choices()
    (choices.folder, choices.isFromScratch, choices.joins) = (into, fromScratch, join)
    choices.job = job.map { ($0.part, $0.of) }
    if jobs > 1 { try shareOut(options, choices) }
    let stage = try TuningStage(options, choices, console: common.console)
    var outcome = try stage.run()
    // People see what won before it is trained, programs get one object at the end.
    if !common.printsJSON { try show(outcome.text) }
    if outcome.isComplete, !noFinal, job == nil {
      let final = try TuningFinal(options, outcome, command: stage.command, console: common.console).run()
      outcome.final = final
      if !common.printsJSON { try show(final.table, terminator: "") }
    }
    if common.printsJSON { try show(outcome, asJSON: true, text: "") }
  }

  /// Has other processes do the trials, round by round.
  private func shareOut(_ options: PipelineOptions, _ choices: TuningStage.Choices) throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    for name in ["--jobs", "--threads"] { arguments.removeOption(name) }
    try options.stopRequest.whileListening {
      while try TuningStage(options, choices, console: .standardError(isQuiet: true)).hasTrialsLeft {
        try SideBySide(arguments, jobs: jobs, options: options).run()
      }
    }
  }
}

/// A part of some work: the third of twelve is `3/12`.
struct Job: ExpressibleByArgument {
  let part, of: Int

  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let of = numbers[1], (1...10_000).contains(of),
      (1...of).contains(part)
    else { return nil }
    (self.part, self.of) = (part, of)
  }
}

extension [String] {
  /// Takes an option and its value out, in either way of writing.
  fileprivate mutating func removeOption(_ name: String) {
    while let index = firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      removeSubrange(index..<Swift.min(index + (self[index] == name ? 2 : 1), count))
    }
  }
}
