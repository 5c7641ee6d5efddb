import StrataClassifiers
import StrataDatasets
import StrataLayerGraph
import StrataRecipes
import Testing

@testable import StrataExperiments

/// The ways of learning from few labels.
struct LearnersTests {
  /// A stack that ends in a single unit leaves too little to tell ten classes apart, which the pixels do.
  @Test func featuresAreThoseOfTheStack() throws {
    let tiny = try TinyExperiment("stack.units=[12, 1]")
    let laboratory = try tiny.laboratory(.forFewLabels(isQuick: true))
    let recipe = laboratory.recipe.with(labels: .atMost(30), drawnBy: 1)
    let dataset = try laboratory.shelf.dataset(of: recipe, laboratory.options)
    let encoder = try laboratory.stack(of: recipe, seed: 1).features(of: "code.1")
    let codes = try FrozenCodes(dataset) { try encoder.values(of: "code.1", for: $0.features) }
    let byHand = try recipe.logisticRegression.fit(codes.train, classes: dataset.classes)
    let tried = try FewLabels.Learner.features.attempt(recipe, seed: 1, choices: 1, in: laboratory)
    #expect(tried.validation == (try byHand.evaluate(on: codes.validation).error.percent))
    #expect(tried.test == (try byHand.evaluate(on: codes.test).error.percent) && tried.test > 50)
    let pixels = try FewLabels.Learner.regression.attempt(recipe, seed: 1, choices: 1, in: laboratory)
    #expect(pixels.test < 10)
    // With one setting there is nothing to choose.
    #expect(tried.folds == nil)
    #expect(
      try FewLabels.Learner.regression.attempt(recipe, seed: 1, choices: 2, in: laboratory).folds != nil)
  }

  /// Networks are tried in the settings of the recipe, linear models with penalties.
  @Test func everyLearnerHasItsSettings() throws {
    let laboratory = try TinyExperiment().laboratory(.forFewLabels(isQuick: true))
    for learner in FewLabels.Learner.allCases {
      let isNetwork = learner == .stack || learner == .scratch
      let settings = learner.settings(laboratory)
      #expect(settings.count == (isNetwork ? 2 : 4))
      let key = isNetwork ? "fine_tuning.dropout=" : "baseline.weight_decay="
      #expect(settings.allSatisfy { $0.count == 1 && $0[0].hasPrefix(key) })
      for setting in settings {
        var recipe = laboratory.recipe
        #expect(throws: Never.self) { try recipe.set(setting[0]) }
      }
    }
  }
}
