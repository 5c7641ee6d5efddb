import ArgumentParser
import StrataDatasets
import StrataSession
import StrataStages

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Everything in order: pretrain, fine-tune, the baseline, and the table.",
    usage: "mnist-pipeline run [--with-scratch] [--format <format>] [<options>]",
    discussion: """
      Without MNIST within reach it goes on with built-in synthetic digits, and says so at the start \
      and in the title of the table. Ctrl-C while it trains writes a checkpoint and prints the commands \
      that do the rest.

      EXAMPLES
        mnist-pipeline run
        mnist-pipeline run --recipe Models/quick.yml
        mnist-pipeline run --with-scratch   the same shape from random weights too
      """)

  @Flag(help: "Train the same shape from random weights too, for comparison.")
  var withScratch = false

  @OptionGroup var table: TableOption
  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { _ = try table.format(common) }

  func run() throws {
    let outcome = try WholeRun(
      training.apply(to: common.options), includesScratch: withScratch, console: common.console
    ).run()
    try show(outcome.rendered(as: table.format(common)), terminator: "")
    try Unlearned.check(outcome.findings)
  }
}
