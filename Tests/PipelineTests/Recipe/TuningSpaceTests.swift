import StrataFiles
import Testing

@testable import StrataRecipes

/// The section `tune`.
struct TuningSpaceTests {
  private func recipe(_ tune: String...) throws -> Recipe {
    try Recipe(yaml: "tune:\n" + tune.map { "  \($0)\n" }.joined(), at: "test.yml")
  }

  @Test func aSpaceIsRead() throws {
    let space = try #require(
      recipe(
        "trials: 27", "rounds: 3", "keep: 4", "seeds: 2", "shortens: fine_tuning",
        "fine_tuning.learning_rate: 0.001 to 0.1 log", "stack.units: [[500, 500], [1000]]",
        "fine_tuning.epochs: 5 to 20", "fine_tuning.dropout: 0 to 0.5"
      ).tuning)
    #expect((space.trials, space.rounds, space.keep, space.seeds) == (27, 3, 4, 2))
    #expect(space.shortens == .fineTuning)
    let settings = space.settings(seed: 1)
    #expect(settings.count == 27 && Set(settings).count == 27)
    #expect(space.settings(seed: 1) == settings && space.settings(seed: 2) != settings)
    for setting in settings {
      var recipe = Recipe()
      for assignment in setting { try recipe.set(assignment) }
      #expect((0.001...0.1).contains(recipe.fineTuning.learningRate.values[0]))
      #expect([[500, 500], [1000]].contains(recipe.stack.units))
      #expect((5...20).contains(recipe.fineTuning.epochs.values[0]))
      #expect((0...0.5).contains(recipe.codeDropout))
    }
    // Over the logarithms: about half of the draws lie below the geometric mean.
    let rates = settings.compactMap { setting in
      setting[0].split(separator: "=").last.flatMap { Float($0) }
    }
    #expect((8...19).contains(rates.count { $0 < 0.01 }))
    #expect(space.share(ofRound: 0) == 1.0 / 16 && space.share(ofRound: 2) == 1)
  }

  @Test func whereThereAreFewerSettingsAllAreTried() throws {
    let space = try #require(
      recipe("trials: 100", "stack.level: [0.1, 0.2, 0.4]", "stack.corruption: [masking, none]").tuning)
    let settings = space.settings(seed: 3)
    #expect(settings.count == 6 && Set(settings).count == 6)
    #expect(settings[0] == ["stack.level=0.1", "stack.corruption=masking"])
  }

  /// A range that has fewer values than there are trials ends, within its bounds.
  @Test(arguments: [
    ("fine_tuning.epochs: 1 to 3", 3), ("stack.level: 0.1 to 0.1001", 40),
    ("fine_tuning.averaging: 0.99 to 0.9999 log", 40),
  ])
  func rangesEnd(line: String, most: Int) throws {
    let space = try #require(recipe("trials: 40", line).tuning)
    let settings = space.settings(seed: 1)
    #expect((1...most).contains(settings.count) && Set(settings).count == settings.count)
    for setting in settings {
      var recipe = Recipe()
      #expect(throws: Never.self) { try recipe.set(setting[0]) }
    }
  }

  /// A recipe is written with its search, and read again as it was.
  @Test func aSpaceIsWritten() throws {
    let recipe = try recipe(
      "trials: 3", "rounds: 1", "shortens: fine_tuning", "fine_tuning.learning_rate: 0.001 to 0.1 log",
      "stack.units: [[500, 500], [1000]]", "fine_tuning.epochs: 5 to 20",
      "stack.corruption: [none, masking 0.25 + gaussian 0.1]")
    let again = try Recipe(yaml: recipe.yaml, at: "again.yml")
    #expect(again.tuning == recipe.tuning && again == recipe)
  }

  /// What is said later takes the place of what was said before.
  @Test func aKeyIsVariedOnce() throws {
    var recipe = try recipe("stack.level: [0.1, 0.2]")
    try recipe.set("tune.stack.level=[0.3, 0.4]")
    #expect(recipe.tuning?.dimensions.count == 1)
    #expect(recipe.tuning?.settings(seed: 1) == [["stack.level=0.3"], ["stack.level=0.4"]])
  }

  @Test(arguments: [
    ("fine_tuning.learning_rate: 0.1 to 0.001", "tune.fine_tuning.learning_rate"),
    ("fine_tuning.learning_rate: 0 to 0.1 log", "tune.fine_tuning.learning_rate"),
    ("fine_tuning.learning_rate: fast", "tune.fine_tuning.learning_rate"),
    ("fine_tuning.learning_rate: [0.1, 0.1]", "tune.fine_tuning.learning_rate"),
    ("fine_tuning.dropout: 0 to 2", "tune.fine_tuning.dropout"),
    ("stack.units: [[500], many]", "tune.stack.units"), ("stack.wdth: [1]", "tune.stack.wdth"),
    ("seed: [1, 2]", "tune.seed"), ("validation: [100, 200]", "tune.validation"), ("keep: 1", "tune.keep"),
    ("trials: none", "tune.trials"), ("shortens: everything", "tune.shortens"),
  ])
  func whatIsWrongIsNamed(line: String, place: String) throws {
    let error = #expect(throws: InputError.self) { try recipe(line) }
    #expect(error?.kind == .recipe)
    #expect(error?.place.contains(place) == true, "\(error?.place ?? "")")
    #expect(error?.place.contains("test.yml, line 2") == true)
  }
}
