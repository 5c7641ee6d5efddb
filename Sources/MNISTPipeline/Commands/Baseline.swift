import ArgumentParser
import StrataClassifiers
import StrataSession
import StrataStages

struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a linear model on the inputs as they are, to compare with.",
    usage: "\(ProgramName.short) baseline [--model <model>] [<options>]",
    discussion: """
      EXAMPLES
        \(ProgramName.short) baseline               multiclass logistic regression
        \(ProgramName.short) baseline --model svm   multiclass linear support vector machine
      """)

  enum Model: String, CaseIterable, ExpressibleByArgument {
    case logreg, svm
  }

  @Option(help: "Linear model.")
  var model: Model = .logreg

  @OptionGroup var common: CommonOptions

  func run() throws {
    let stage = try BaselineStage(
      common.options, model: model == .logreg ? .logisticRegression : .linearSVM, console: common.console)
    try perform(stage, asJSON: common.printsJSON, text: \.run)
  }
}
