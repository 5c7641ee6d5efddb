import Foundation
import StrataClassifiers
import StrataLayerGraph
import StrataPretraining
import StrataRecipes
import StrataTestSupport
import Testing

struct RecipeReadingTests {
  private func read(_ yaml: String) throws -> Recipe { try Recipe(yaml: yaml, at: "my.yml") }

  @Test(arguments: ["", "\n", "# nothing but a comment\n", "\u{FEFF}# with a byte order mark\n"])
  func whatIsNotSaidKeepsItsDefault(yaml: String) throws {
    #expect(try read(yaml) == Recipe())
  }

  @Test func oneValueStandsForAllLayers() throws {
    let layers = try read("stack: {units: [20, 10], level: 0.5}").greedyPretraining().layers
    #expect(layers.map(\.autoencoder.units) == [20, 10])
    #expect(layers.map(\.autoencoder.corruption) == [[.masking(0.5)], [.masking(0.5)]])
  }

  @Test func aListHasAValueForEachLayer() throws {
    let recipe = try read(
      """
      stack:
        units: [20, 10]
        level: [0.1, 0.2]
      pretraining:
        epochs: [3, 4]
        learning_rate: [0.5, 0.25]
        batch_size: [8, 16]
      """)
    let layers = try recipe.greedyPretraining().layers
    #expect(layers.map(\.autoencoder.corruption) == [[.masking(0.1)], [.masking(0.2)]])
    #expect(layers.map(\.training.epochs) == [3, 4])
    #expect(layers.map(\.training.learningRate) == [0.5, 0.25])
    #expect(layers.map(\.training.batchSize) == [8, 16])
  }

  @Test func anAnchorStandsForWhatItNames() throws {
    let recipe = try read("pretraining: &same\n  epochs: 2\nfine_tuning: *same\n")
    #expect(recipe.pretraining.epochs.values == [2])
    #expect(recipe.fineTuning.epochs.values == [2])
  }

  @Test func keysMayBeWrittenWithTheirSection() throws {
    #expect(try read("stack.units: [30]").stack.units == [30])
  }

  @Test func noneIsNoNoise() throws {
    let recipe = try read("stack: {units: [5], corruption: none}")
    #expect(try recipe.greedyPretraining().layers[0].autoencoder.corruption.isEmpty)
  }

  @Test(
    arguments: [
      ("masking", [.masking(0.25)]), ("masking 0.4", [.masking(0.4)]),
      ("gaussian 1.5", [.gaussian(1.5)]), ("masking 0.5 to 0.1", [.masking(0.5).changing(to: 0.1)]),
      ("masking 0.1 + gaussian 0.2", [.masking(0.1), .gaussian(0.2)]),
      ("salt-and-pepper+bit-flip 1e-2", [.saltAndPepper(0.25), .bitFlip(0.01)]),
      ("swap 0.15", [.swap(0.15)]),
      ("gaussian 0 to 0.5 + masking", [.gaussian(0).changing(to: 0.5), .masking(0.25)]),
    ] as [(String, [Corruption])])
  func aNoiseIsAnExpression(text: String, corruption: [Corruption]) throws {
    let layers = try read("stack: {units: [5, 4], corruption: \(text)}").greedyPretraining().layers
    #expect(layers.map(\.autoencoder.corruption) == [corruption, corruption])
  }

  @Test func eachLayerHasItsOwnNoise() throws {
    let recipe = try read(
      "stack: {units: [5, 4, 3], corruption: [masking 0.3 + gaussian 0.1, none, masking], level: [0, 0, 1]}")
    #expect(
      try recipe.greedyPretraining().layers.map(\.autoencoder.noise) == [
        "masking 30 % + gaussian σ 0.1", "no noise", "masking 100 %",
      ])
  }

  @Test func rivalsOfNoiseAreKeys() throws {
    let recipe = try read(
      "stack: {units: [5, 4], corruption: none, contraction: [0.1, 0], sparsity: 0.2, sparsity_weight: [0, 3]}"
    )
    let layers = try recipe.greedyPretraining().layers.map(\.autoencoder)
    #expect(layers.map(\.contraction) == [0.1, 0])
    #expect(layers.map(\.sparsity) == [nil, Sparsity(target: 0.2, strength: 3)])
    let plain = try read("").greedyPretraining().layers[0].autoencoder
    #expect(plain.contraction == 0 && plain.sparsity == nil)
  }

  @Test(
    arguments: [
      ("none", nil), ("1/0.5", Emphasis(corrupted: 1, untouched: 0.5)),
      ("2 / 0", Emphasis(corrupted: 2, untouched: 0)),
    ] as [(String, Emphasis?)])
  func emphasisIsTwoWeights(text: String, emphasis: Emphasis?) throws {
    let recipe = try read("stack: {units: [5], emphasis: \(text)}")
    #expect(try recipe.greedyPretraining().layers[0].autoencoder.emphasis == emphasis)
  }

  @Test func theTargetIsSaid() throws {
    #expect(try read("").greedyPretraining().layers[0].autoencoder.target == .clean)
    let recipe = try read("stack.target: corrupted")
    #expect(try recipe.greedyPretraining().layers.allSatisfy { $0.autoencoder.target == .corrupted })
  }

  @Test func aFileIsRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("seed: 7\n", to: "my.yml")
    #expect(try Recipe(contentsOf: folder("my.yml")).seed == 7)
  }

  @Test func settingIsYAML() throws {
    var recipe = Recipe()
    try recipe.set("stack.units=[500, 500]")
    try recipe.set("name=a=b")
    #expect(recipe.stack.units == [500, 500])
    #expect(recipe.name == "a=b")
  }

  /// What normalizes a batch that is cut into shards is said for each of the trainings.
  @Test func eachTrainingHasItsStatistics() throws {
    for section in ["pretraining", "fine_tuning"] {
      let recipe = try read("\(section): {shard: 8, shard_statistics: shard}")
      let pretraining = try recipe.greedyPretraining().layers.map(\.training)
      let fineTuning = try recipe.fineTuningRecipe().training
      #expect(pretraining.allSatisfy { $0.shardStatistics == (section == "pretraining" ? .shard : .batch) })
      #expect(fineTuning.shardStatistics == (section == "fine_tuning" ? .shard : .batch))
    }
  }
}
