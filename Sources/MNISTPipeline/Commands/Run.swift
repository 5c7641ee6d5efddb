import ArgumentParser
import StrataDatasets
import StrataExperiments
import StrataRecipes
import StrataSession
import StrataStages

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Everything in order: pretrain, fine-tune, the baseline, and the table.",
    usage: """
      \(ProgramName.short) run [--with-scratch] [--with-features] [<options>]
      """,
    discussion: """
      Without MNIST within reach it goes on with built-in synthetic digits, and says so at the start \
      and in the title of the table. Ctrl-C while it trains writes a checkpoint and prints the commands \
      that do the rest. With --seeds the same command goes on where it was stopped.

      Several processes can share the seeds: --jobs on one machine, --job in a job array; --join makes the \
      table of what is there, in whatever order it came.

      EXAMPLES
        \(ProgramName.short) run
        \(ProgramName.short) run --recipe quick
        \(ProgramName.short) run --with-scratch   the same shape from random weights too
        \(ProgramName.short) run --with-controls  all that a stack is compared with
        \(ProgramName.short) run --recipe quick --seeds 1..5
      """)

  @Flag(help: "Train the same shape from random weights too, for comparison.")
  var withScratch = false

  @Flag(help: "Train both linear models on the stack's frozen features too.")
  var withFeatures = false

  @Flag(
    help: """
      Train all that a stack is compared with: the same shape from random weights, the same stack without noise, the \
      linear SVM, and both linear models on the stack's frozen features.
      """)
  var withControls = false

  private var controls: Set<WholeRun.Control> {
    if withControls { return Set(WholeRun.Control.allCases) }
    return Set((withScratch ? [.scratch] : []) + (withFeatures ? [.features] : []))
  }

  @Option(
    help: ArgumentHelp(
      "Do it once for each of these seeds, such as 5 or 1..5, and end with means and intervals; as CSV, a line for each seed.",
      valueName: "seeds"))
  var seeds: Seeds?

  @OptionGroup var shared: SharingOptions
  @OptionGroup var table: TableOption
  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    _ = try table.format(common)
    try seeds?.check()
    try shared.check()
    if seeds == nil, shared.isAsked {
      throw ValidationError("--into, --jobs, --job and --join share seeds out: say which, with --seeds.")
    }
  }

  func run() throws {
    if let seeds { return try repeated(seeds) }
    let outcome = try WholeRun(
      training.apply(to: common.options), controls: controls, console: common.console
    ).run()
    try show(outcome.rendered(as: table.format(common)), terminator: "")
    try Unlearned.check(outcome.findings)
  }

  private func repeated(_ seeds: Seeds) throws {
    let options = training.apply(to: common.options)
    let outcome = try RepeatedRun(
      options, seeds: seeds.range(from: options.recipe().seed, isSaid: options.seed != nil),
      controls: controls, sharing: shared.sharedOut(options), console: common.console
    ).run()
    let format = try table.format(common)
    switch format {
    case .csv: try show(outcome.csv, terminator: "")
    case .json: try show(jsonText(of: outcome), terminator: "")
    case .markdown: try show(outcome.markdown)
    case .text: try show(outcome.text, terminator: "")
    }
    try Unlearned.check(outcome.findings)
  }
}
