import ArgumentParser
import Pipeline

struct Finetune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop the decoders, attach a softmax head, train the whole end to end.",
    usage: "mnist-pipeline finetune [--from <run> | --from-scratch] [<options>]",
    discussion: """
      Takes the newest pretraining run and its recipe, and says which. The weights of the epoch with \
      the lowest validation error are kept (best.safetensors).

      EXAMPLES
        mnist-pipeline finetune
        mnist-pipeline finetune --from 20260102-101500-pretrain
        mnist-pipeline finetune --from-scratch   the same shape, random weights
      """)

  @Option(
    help: ArgumentHelp(
      "Pretraining run to begin from, by name or path; without it, the newest.", valueName: "run"))
  var from: String?

  @Flag(help: "Begin from random weights of the same shape, for comparison.")
  var fromScratch = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if fromScratch && from != nil {
      throw ValidationError("--from and --from-scratch exclude each other.")
    }
  }

  func run() throws {
    let start: FinetuneStage.Start = fromScratch ? .scratch : from.map { .run($0) } ?? .newest
    let outcome = try FinetuneStage(common.options, from: start, console: common.console).run()
    try show(outcome, asJSON: common.json, text: outcome.run)
  }
}
