import Foundation
import StrataRecipes
import Testing

@testable import StrataExperiments

/// The recipes that the repository keeps for experiments are those that they follow.
struct RecipesTests {
  @Test(arguments: [
    ("experiments", Recipe.forExperiments(isQuick: false)), ("filters", Filters().recipe(isQuick: false)),
    ("edges", Edges().recipe(isQuick: false)), ("few-labels", FewLabels().recipe(isQuick: false)),
    ("variants", Variants().recipe(isQuick: false)),
  ])
  func isTheOneInModels(name: String, recipe: Recipe) throws {
    let models = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Models")
    let kept = try Recipe(contentsOf: models.appending(path: "\(name).yml"))
    #expect(kept.yaml == recipe.yaml)
    #expect(kept.tuning == recipe.tuning)
  }
}
