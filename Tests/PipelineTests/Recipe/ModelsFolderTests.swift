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

  @Test(arguments: [
    "standard", "bn-gaussian", "few-labels-search", "few-labels-features", "sdae-3", "quick", "sda-2008",
    "sda-2008-batch", "lr",
  ])
  func aRecipeIsNamedLikeItsFile(
    name: String
  ) throws {
    let recipe = try Recipe(contentsOf: Self.folder.appending(path: "\(name).yml"))
    #expect(recipe.name == name)
    #expect(throws: Never.self) { try recipe.greedyPretraining() }
    #expect(throws: Never.self) { try recipe.fineTuningRecipe() }
    #expect(recipe.unused(in: "pretraining", recipe.pretraining).isEmpty)
    #expect(recipe.unused(in: "fine_tuning", recipe.fineTuning).isEmpty)
  }

  /// What is set and changes nothing is said to be that, where it is another value than the usual one.
  @Test(arguments: [
    (
      "optimizer: adam\n  momentum: 0.9",
      ["fine_tuning.momentum, 0.9, changes nothing: it is for optimizer: sgd"]
    ),
    (
      "nesterov: true",
      ["fine_tuning.nesterov, true, changes nothing: it is for optimizer: sgd, with a momentum"]
    ),
    ("optimizer: sgd\n  momentum: 0.9\n  nesterov: true", []),
    (
      "step_epochs: 7\n  step_factor: 0.25\n  schedule: linear-decay",
      [
        "fine_tuning.step_epochs, 7.0, changes nothing: it is for schedule: step",
        "fine_tuning.step_factor, 0.25, changes nothing: it is for schedule: step",
      ]
    ),
    (
      "shard_statistics: shard\n  shard: 8",
      [
        "fine_tuning.shard_statistics, shard, changes nothing: it is for a shard, and stack.normalization: batch"
      ]
    ),
    ("optimizer: adam\n  momentum: 0.0", []), ("decay_after: 0.5\n  schedule: linear-decay", []),
  ])
  func whatChangesNothingIsSaid(section: String, notes: [String]) throws {
    let recipe = try Recipe(yaml: "fine_tuning:\n  \(section)\n", at: "my.yml")
    #expect(recipe.unused(in: "fine_tuning", recipe.fineTuning) == notes)
    #expect(recipe.unused(in: "pretraining", recipe.pretraining).isEmpty)
  }

  @Test func statisticsOfShardsAreOfUseWhereThereAreShardsAndNormalizedUnits() throws {
    let text = "stack: {normalization: batch}\nfine_tuning: {shard_statistics: shard"
    let (with, without) = (
      try Recipe(yaml: text + ", shard: 8}", at: "my.yml"), try Recipe(yaml: text + "}", at: "my.yml")
    )
    #expect(with.unused(in: "fine_tuning", with.fineTuning).isEmpty)
    #expect(without.unused(in: "fine_tuning", without.fineTuning).count == 1)
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
