import ArgumentParser
import StrataClassifiers
import StrataRecipes
import StrataSession
import StrataStages

struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a linear model on the inputs as they are, to compare with.",
    usage: "mnist-pipeline baseline [--model <model>] [<options>]",
    discussion: """
      EXAMPLES
        mnist-pipeline baseline               multiclass logistic regression
        mnist-pipeline baseline --model svm   multiclass linear support vector machine
      """)

  enum Model: String, CaseIterable, ExpressibleByArgument {
    case logreg, svm
  }

  @Option(help: "Linear model.")
  var model: Model = .logreg

  @OptionGroup var common: CommonOptions

  func run() throws {
    let stage = try Stage(
      options: common.options,
      recipe: common.options.recipe(of: "baseline", setting: RecipeKey.ofLinearModels),
      console: common.console)
    let outcome = try BaselineStage(
      stage, model: model == .logreg ? .logisticRegression : .linearSVM
    ).run()
    try show(outcome, asJSON: common.printsJSON, text: outcome.run)
  }
}
