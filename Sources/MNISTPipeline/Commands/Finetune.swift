import ArgumentParser
import StrataRuns
import StrataSession
import StrataStages

struct Finetune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop the decoders, attach a softmax head, train the whole end to end.",
    usage: """
      \(ProgramName.short) finetune [--from <run> | --from-scratch] [<options>]
      \(ProgramName.short) finetune --resume [<run>] [<options>]
      """,
    discussion: """
      Takes the newest pretraining run and its recipe, and says which. The weights of the epoch with \
      the lowest validation error are kept (best.safetensors).

      A run that was stopped, whatever stopped it, goes on from its last checkpoint with --resume and \
      ends in the same bits. Ctrl-C writes one and prints that command; a second Ctrl-C stops at once.

      EXAMPLES
        \(ProgramName.short) finetune
        \(ProgramName.short) finetune --from 20260102-101500-pretrain
        \(ProgramName.short) finetune --from-scratch   the same shape, random weights
        \(ProgramName.short) finetune --resume
      """)

  @Option(
    help: ArgumentHelp(
      "Pretraining run to begin from, by name or path; without it, the newest.", valueName: "run"),
    completion: .runs)
  var from: String?

  @Flag(help: "Begin from random weights of the same shape, for comparison.")
  var fromScratch = false

  @OptionGroup var resumption: ResumeOption
  @OptionGroup var ranked: RankOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if fromScratch && from != nil {
      throw ValidationError("--from and --from-scratch exclude each other.")
    }
    if resumption.resume != nil && (fromScratch || from != nil) {
      throw ValidationError("--resume goes on from where the run was; leave --from and --from-scratch.")
    }
  }

  private func start(goingOnWith run: String?) -> FinetuneStage.Start {
    if let run { return .stopped(run) }
    return fromScratch ? .scratch : from.map { .run($0) } ?? .newest
  }

  func run() throws {
    try ranked.together(
      .finetune, training.apply(to: common.options), goingOnWith: resumption.resume, console: common.console
    ) { options, run, console in
      let stage = try FinetuneStage(options, from: start(goingOnWith: run), console: console)
      let outcome = try perform(stage, asJSON: common.printsJSON, text: \.run)
      try Unlearned.check(outcome.findings)
    }
  }
}
