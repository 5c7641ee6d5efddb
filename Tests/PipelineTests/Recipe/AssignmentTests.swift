import StrataFiles
import StrataRecipes
import StrataTestSupport
import Testing

/// Keys that are set one by one: `key=value`.
struct AssignmentTests {
  @Test(arguments: [
    ("seed", InputError.Kind.usage, "--set seed"), ("seed=", .usage, "--set seed"),
    ("", .usage, "--set "), ("seed=[", .usage, "--set seed"), ("seed=x", .recipe, "--set seed"),
    ("=3", .recipe, "--set a key"), ("stack=3", .recipe, "--set stack"),
    ("stack.unit=3", .recipe, "--set stack.unit"),
  ])
  func aBadSettingIsRefused(assignment: String, kind: InputError.Kind, place: String) throws {
    var recipe = Recipe()
    let error = try #require(inputError { try recipe.set(assignment) })
    #expect(error.kind == kind)
    #expect(error.place == place)
    #expect(recipe == Recipe())
  }

  /// Numbers are decimal, as people write them: YAML would read 0500 as 320 and 1:30 as 90.
  @Test func numbersAreDecimal() throws {
    var recipe = Recipe()
    for assignment in ["limit=0500", "pretraining.epochs=010", "seed=010", "pretraining.learning_rate=00.5"] {
      try recipe.set(assignment)
    }
    #expect(recipe.limit == .atMost(500) && recipe.pretraining.epochs.values == [10] && recipe.seed == 10)
    #expect(recipe.pretraining.learningRate.values == [0.5])
    for value in ["1:30", "1_000", "0x10", "0o17", "1e3", "١٢"] {
      #expect(throws: InputError.self, "\(value)") { try recipe.set("pretraining.batch_size=\(value)") }
    }
    for value in ["1:30", ".inf", ".nan", "inf", "0x1p3"] {
      #expect(throws: InputError.self, "\(value)") { try recipe.set("pretraining.learning_rate=\(value)") }
    }
    let error = #expect(throws: InputError.self) { try recipe.set("seed=18446744073709551616") }
    #expect(error?.expected == "a whole number from 0 to 18446744073709551615")
  }

  /// What is no assignment is told from a value that does not end, and from none.
  @Test(arguments: [
    ("seed", "--set seed", "no ="), ("stack.units=[500", "--set stack.units", "\"[500\""),
    ("stack.activation=\"relu", "--set stack.activation", "\"\\\"relu\""), ("seed=", "--set seed", "none"),
    ("seed= ", "--set seed", "none"),
  ])
  func anAssignmentThatDoesNotEndIsNamed(assignment: String, place: String, found: String) throws {
    var recipe = Recipe()
    let error = #expect(throws: InputError.self) { try recipe.set(assignment) }
    #expect(error?.place == place)
    #expect(error?.found == found)
    #expect(error?.kind == .usage)
  }

  /// A list without brackets is refused with the way to write it.
  @Test(arguments: ["500,500", "500 500", "wide"]) func aListIsShownHowToBeWritten(value: String) throws {
    var recipe = Recipe()
    let error = #expect(throws: InputError.self) { try recipe.set("stack.units=\(value)") }
    #expect(error?.advice.description.contains("'stack.units=[500, 500]'") == true)
  }
}
