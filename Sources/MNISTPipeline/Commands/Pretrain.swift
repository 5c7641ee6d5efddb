import ArgumentParser
import Pipeline

struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn features without labels: a greedy stack of denoising autoencoders.",
    usage: "mnist-pipeline pretrain [<options>]",
    discussion: """
      Each layer learns to undo noise on the codes of the layers below; labels are not looked at. \
      Losses are sums over an image's pixels in nats, averaged over images; times are in seconds. \
      The run folder holds the stack (last.safetensors), the recipe and a line for each epoch.

      EXAMPLES
        mnist-pipeline pretrain
        mnist-pipeline pretrain --recipe Models/quick.yml --seed 2
        mnist-pipeline pretrain --set stack.units='[500, 500]' --set stack.level=0.25
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    let stage = try Stage(
      options: common.options, recipe: common.options.recipe(), console: common.console)
    let outcome = try PretrainStage(stage).run()
    try show(outcome, asJSON: common.json, text: outcome.run)
  }
}
