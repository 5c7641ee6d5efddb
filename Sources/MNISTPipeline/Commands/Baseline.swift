import ArgumentParser
import StrataClassifiers
import StrataSession
import StrataStages

struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a linear model on inputs, or on a stack's features, to compare with.",
    usage: "\(ProgramName.short) baseline [--model <model>] [--from <run>] [<options>]",
    discussion: """
      EXAMPLES
        \(ProgramName.short) baseline               logistic regression
        \(ProgramName.short) baseline --model svm   linear support vector machine
        \(ProgramName.short) baseline --from RUN    on a pretrained stack's features
      """)

  enum Model: String, CaseIterable, ExpressibleByArgument {
    case logreg, svm
  }

  @Option(help: "Linear model.")
  var model: Model = .logreg

  @Option(
    help: ArgumentHelp(
      "Pretraining run whose stack makes the features, by name or path; without it, the inputs as they are.",
      valueName: "run"), completion: .runs)
  var from: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let stage = try BaselineStage(
      common.options, model: model == .logreg ? .logisticRegression : .linearSVM, from: from,
      console: common.console)
    try perform(stage, asJSON: common.printsJSON, text: \.run)
  }
}
