import Foundation
import StrataClassifiers
import StrataLayerGraph
import StrataPretraining
import StrataRecipes
import Testing

/// The recipes that the repository keeps.
struct ModelsFolderTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Models")

  @Test(arguments: ["standard", "bn-gaussian", "few-labels-search", "sdae-3", "quick", "sda-2008", "lr"])
  func aRecipeIsNamedLikeItsFile(
    name: String
  ) throws {
    let recipe = try Recipe(contentsOf: Self.folder.appending(path: "\(name).yml"))
    #expect(recipe.name == name)
    #expect(throws: Never.self) { try recipe.greedyPretraining() }
    #expect(throws: Never.self) { try recipe.fineTuningRecipe() }
  }

  @Test(arguments: [("sdae-3", Recipe()), ("standard", .standard)])
  func isWhatTheProgramHasBuiltIn(name: String, builtIn: Recipe) throws {
    let recipe = try Recipe(contentsOf: Self.folder.appending(path: "\(name).yml"))
    #expect(recipe.yaml == builtIn.yaml)
    #expect(recipe == builtIn)
  }

  @Test func thePublishedRecipeIsAsPublished() throws {
    let recipe = try Recipe(contentsOf: Self.folder.appending(path: "sda-2008.yml"))
    let layers = try recipe.greedyPretraining().layers
    #expect(layers.map(\.autoencoder.units) == [1000, 1000, 1000])
    #expect(layers.map(\.autoencoder.corruption) == [[.masking(0.1)], [.masking(0.2)], [.masking(0.3)]])
    #expect(layers.map(\.training.epochs) == [15, 15, 15])
    #expect(layers.map(\.training.batchSize) == [1, 1, 1])
    #expect(layers.map(\.training.learningRate) == [0.001, 0.001, 0.001])
    let fineTuning = try recipe.fineTuningRecipe().training
    #expect(fineTuning.epochs == 36)
    #expect(fineTuning.batchSize == 1)
    #expect(fineTuning.learningRate == 0.1)
    #expect(fineTuning.optimizer == .sgd())
  }

  @Test func everyRecipeSaysWhereItIsFrom() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yml") }
    #expect(names.count >= 4)
    for name in names {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      #expect(text.hasPrefix("# "), "\(name)")
    }
  }
}
