internal import Foundation
internal import StrataClassifiers
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension Session {
  /// The command line that makes a linear model of this session's recipe and data, wherever the recipe is from: what
  /// the options do not say is set.
  ///
  /// - Parameter parent: the run whose stack makes the features, and whose recipe is taken where none is named; nil for raw
  ///   pixels.
  func command(for model: ModelKind, from parent: RunFolder? = nil) throws -> String {
    let options = options.keeping(RecipeKey.ofLinearModels)
    let said = try options.recipe(inherited: parent?.ownRecipe(console))
    let data = ["dataset", "validation", "limit", "labels", "split", "seed"]
    let keys =
      RecipeKey.all.filter { data.contains($0.name) || $0.name.hasPrefix("data.") }
      + RecipeKey.deciding(model)
    let rest = keys.filter {
      // How `auto` divides follows from the data alone.
      $0.write(said) != $0.write(recipe) && !($0.name == "split" && said.split == .automatic)
    }
    return options.command(
      "baseline",
      (model.linearModel == .logisticRegression ? [] : ["--model", "svm"])
        + (parent.map { ["--from", $0.url.relativePath] } ?? [])
        + rest.flatMap { ["--set", "\($0.name)=\($0.write(recipe))"] })
  }
}
