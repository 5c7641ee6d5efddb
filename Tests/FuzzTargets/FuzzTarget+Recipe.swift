import StrataLayerGraph
import StrataPretraining
import StrataRecipes
import StrataTestSupport

extension FuzzTarget {
  /// Recipes. A file of more than 64 KiB is refused; what a shorter one makes the YAML parser build is
  /// bounded by that.
  static let recipe = FuzzTarget(name: "recipe", cap: { 2048 * $0 + 4 * base }) { bytes, folder in
    let recipe = try Recipe(contentsOf: folder.file("recipe.yml", bytes))
    guard try Recipe(yaml: recipe.yaml, at: "what was written again") == recipe else {
      throw Finding.contradiction("the recipe that was written again is another one")
    }
    _ = (recipe.logisticRegression, recipe.linearSVM)
    _ = try recipe.greedyPretraining().layers.reduce(0) { $0 + $1.training.epochs }
    _ = try recipe.fineTuningRecipe()
  }
}
