import ArgumentParser
import StrataRuns
import StrataSession
import StrataStages

struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn features without labels: a greedy stack of denoising autoencoders.",
    usage: "\(ProgramName.short) pretrain [--resume [<run>]] [<options>]",
    discussion: """
      Each layer learns to undo noise on the codes of the layers below; labels are not looked at. \
      Losses are sums over an image's pixels in nats, averaged over images; times are in seconds. \
      The run folder holds the stack (last.safetensors), the recipe and a line for each epoch.

      A run that was stopped, whatever stopped it, goes on from its last checkpoint with --resume and \
      ends in the same bits. Ctrl-C writes one and prints that command; a second Ctrl-C stops at once.

      EXAMPLES
        \(ProgramName.short) pretrain
        \(ProgramName.short) pretrain --recipe quick --seed 2
        \(ProgramName.short) pretrain --set stack.units='[500, 500]' --set stack.level=0.25
        \(ProgramName.short) pretrain --resume
      """)

  @OptionGroup var resumption: ResumeOption
  @OptionGroup var ranked: RankOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try ranked.together(
      .pretrain, training.apply(to: common.options), goingOnWith: resumption.resume, console: common.console
    ) { options, run, console in
      let stage = try PretrainStage(options, from: run.map { .stopped($0) } ?? .nothing, console: console)
      let outcome = try perform(stage, asJSON: common.printsJSON, text: \.run)
      try Unlearned.check(outcome.findings)
    }
  }
}
