import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataRecipes
import StrataSession
import StrataTestSupport
import Testing

/// Bad recipes: each error says where, what was expected, what was found and what to do.
struct RecipeRefusalTests {
  /// A text, and the place, the expectation and the finding of its error.
  struct Bad: Sendable, CustomTestStringConvertible {
    let yaml, place, expected, found: String
    var testDescription: String { yaml }

    init(_ yaml: String, at place: String, expected: String, found: String) {
      self.yaml = yaml
      self.place = place
      self.expected = expected
      self.found = found
    }
  }

  /// Folders are named after recipes, and lie where they are to lie.
  @Test(arguments: [
    "a/b", "..", "../x", "/x", ".x", "a\nb", "a\u{1B}b", String(repeating: "x", count: 101),
  ])
  func aNameIsThatOfAFolder(name: String) throws {
    var recipe = Recipe()
    let error = #expect(throws: InputError.self) { try recipe.set("name", to: name, by: "name") }
    #expect(error?.expected == "a name that a folder can have: 1 to 100 bytes, no / in it, no dot in front")
    try recipe.set("name", to: "mein erstes, größer: v1.2", by: "name")
    #expect(recipe.name == "mein erstes, größer: v1.2")
  }

  @Test(arguments: [
    Bad(
      "seed: one", at: "my.yml, line 1: seed", expected: "a whole number from 0 to 18446744073709551615",
      found: "one"),
    Bad(
      "\nseed: -1", at: "my.yml, line 2: seed", expected: "a whole number from 0 to 18446744073709551615",
      found: "-1"),
    Bad(
      "seed:", at: "my.yml, line 1: seed", expected: "a whole number from 0 to 18446744073709551615",
      found: "nothing"),
    Bad(
      "seed: 18446744073709551616", at: "my.yml, line 1: seed",
      expected: "a whole number from 0 to 18446744073709551615",
      found: "18446744073709551616"),
    Bad(
      "pretraining:\n  batch_size: 9223372036854775807", at: "my.yml, line 2: pretraining.batch_size",
      expected: "1 to 1000000000", found: "9223372036854775807"),
    Bad(
      "fine_tuning:\n  shard: 4000000000", at: "my.yml, line 2: fine_tuning.shard",
      expected: "none, or 1 to 1000000000", found: "4000000000"),
    Bad(
      "pretraining:\n  step_epochs: 1e999", at: "my.yml, line 2: pretraining.step_epochs",
      expected: "more than 0", found: "1e999"),
    Bad(
      "fine_tuning:\n  step_factor: 1e999", at: "my.yml, line 2: fine_tuning.step_factor",
      expected: "more than 0", found: "1e999"),
    Bad(
      "fine_tuning:\n  label_spreading: 10", at: "my.yml, line 2: fine_tuning.label_spreading",
      expected:
        "none, or how many neighbours, from 1 to 1000, by angle (pictures) or by distance: 10 by angle",
      found: "10"),
    Bad(
      "limit: 1.5", at: "my.yml, line 1: limit", expected: "all, or a number of examples, 1 or more",
      found: "1.5"),
    Bad(
      "limit: -1", at: "my.yml, line 1: limit", expected: "all, or a number of examples, 1 or more",
      found: "-1"
    ),
    Bad(
      "stack:\n  units: wide", at: "my.yml, line 2: stack.units", expected: "a list of whole numbers",
      found: "wide"),
    Bad(
      "stack:\n  units: [0]", at: "my.yml, line 2: stack.units",
      expected: "a list of up to 64 widths from 1 to 65536", found: "[0]"),
    Bad(
      "stack:\n  units: [1000000000000]", at: "my.yml, line 2: stack.units",
      expected: "a list of up to 64 widths from 1 to 65536", found: "[1000000000000]"),
    Bad(
      "stack:\n  units:\n    first: 10", at: "my.yml, line 2: stack.units",
      expected: "a list of whole numbers", found: "keys with values"),
    Bad(
      "stack:\n  loss: squared", at: "my.yml, line 2: stack.loss",
      expected: "one of cross-entropy, squared-error", found: "squared"),
    Bad(
      "stack:\n  level: .nan", at: "my.yml, line 2: stack.level", expected: "a number, or a list of them",
      found: ".nan"),
    Bad("stack:\n  level: -0.1", at: "my.yml, line 2: stack.level", expected: "0 or more", found: "-0.1"),
    Bad(
      "stack: {emphasis: 2}", at: "my.yml, line 1: stack.emphasis",
      expected: "none, or α/β, the loss's weights on elements that noise has hit and on the others, as in "
        + "1/0.5, or a list of them", found: "2"),
    Bad(
      "stack: {emphasis: 1/-1}", at: "my.yml, line 1: stack.emphasis",
      expected: "none, or α/β, the loss's weights on elements that noise has hit and on the others, as in "
        + "1/0.5, or a list of them", found: "1/-1"),
    Bad(
      "stack: {sparsity: 1}", at: "my.yml, line 1: stack.sparsity", expected: "a mean between 0 and 1",
      found: "1"),
    Bad(
      "stack: {sparsity_weight: [1, -1]}", at: "my.yml, line 1: stack.sparsity_weight",
      expected: "none, or more than 0", found: "[1, -1]"),
    Bad(
      "stack: {contraction: .inf}", at: "my.yml, line 1: stack.contraction",
      expected: "none, or a number, or a list of them",
      found: ".inf"),
    Bad("stack:\n  tied: 2", at: "my.yml, line 2: stack.tied", expected: "true or false", found: "2"),
    Bad(
      "pretraining:\n  epochs: 0", at: "my.yml, line 2: pretraining.epochs", expected: "1 to 1000000000",
      found: "0"),
    Bad(
      "pretraining:\n  epochs: 9223372036854775807", at: "my.yml, line 2: pretraining.epochs",
      expected: "1 to 1000000000", found: "9223372036854775807"),
    Bad(
      "stack:\n  units: [1\(String(repeating: ",1", count: 64))]", at: "my.yml, line 2: stack.units",
      expected: "a list of up to 64 widths from 1 to 65536", found: "[1, 1, 1, 1, 1, 1, 1, 1, …]"),
    Bad(
      "pretraining:\n  epochs: [1, 0]", at: "my.yml, line 2: pretraining.epochs", expected: "1 to 1000000000",
      found: "[1, 0]"),
    Bad(
      "fine_tuning:\n  learning_rate: -0.1", at: "my.yml, line 2: fine_tuning.learning_rate",
      expected: "more than 0", found: "-0.1"),
    Bad(
      "fine_tuning:\n  learning_rate: 1e39", at: "my.yml, line 2: fine_tuning.learning_rate",
      expected: "more than 0", found: "1e39"),
    Bad(
      "fine_tuning:\n  momentum: 1", at: "my.yml, line 2: fine_tuning.momentum",
      expected: "at least 0 and below 1", found: "1"),
    Bad("stack: 3", at: "my.yml, line 1: stack", expected: "keys under it, such as stack.units", found: "3"),
    Bad("[1, 2]: 3", at: "my.yml, line 1: [1, 2]", expected: "a key of a recipe", found: "an unknown one"),
    Bad(
      "seed:\n\t1", at: "my.yml, line 2", expected: "YAML", found: "character that cannot start any token"),
    Bad("- a\n- b", at: "my.yml", expected: "keys with values", found: "[a, b]"),
    Bad("just words", at: "my.yml", expected: "keys with values", found: "just words"),
    Bad(
      "stack: {units: [3]}\nstack.units: [4]", at: "my.yml, line 2: stack.units", expected: "a key once",
      found: "it in line 1 already"),
  ])
  func aBadValueIsRefused(_ bad: Bad) throws {
    let error = try #require(inputError { _ = try Recipe(yaml: bad.yaml, at: "my.yml") })
    #expect(error.kind == .recipe)
    #expect(error.place == bad.place)
    #expect(error.expected == bad.expected)
    #expect(error.found == bad.found)
    #expect(!error.advice.description.isEmpty)
  }

  @Test(arguments: [
    ("sead: 1", "my.yml, line 1: sead", "seed"),
    ("stack:\n  unit: [3]", "my.yml, line 2: stack.unit", "stack.units"),
    ("pretraining:\n  rate: 1", "my.yml, line 2: pretraining.rate", "pretraining.learning_rate"),
    ("epochs: 5", "my.yml, line 1: epochs", "pretraining.epochs"),
    ("units: 5", "my.yml, line 1: units", "stack.units"),
    ("pretraining: {lr: 0.1}", "my.yml, line 1: pretraining.lr", "pretraining.learning_rate"),
    ("fine_tuning: {lr: 0.1}", "my.yml, line 1: fine_tuning.lr", "fine_tuning.learning_rate"),
    ("finetuning: {epochs: 1}", "my.yml, line 1: finetuning.epochs", "fine_tuning.epochs"),
  ])
  func anUnknownKeyNamesTheNearest(yaml: String, place: String, nearest: String) throws {
    let error = try #require(inputError { _ = try Recipe(yaml: yaml, at: "my.yml") })
    #expect(error.kind == .recipe)
    #expect(error.place == place)
    #expect(error.advice.description.hasPrefix("did you mean \(nearest)?"))
  }

  /// What would be found out only after pretraining is found out before it.
  @Test func fineTuningIsCheckedBeforeAnythingBegins() throws {
    var options = PipelineOptions()
    options.assignments = ["fine_tuning.epochs=[1, 2]"]
    let error = try #require(inputError { _ = try options.recipe() })
    #expect(error.place == "fine_tuning.epochs")
    #expect(error.expected == "one value")
  }
}
