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
    #expect(!error.advice.isEmpty)
  }

  @Test(arguments: [
    ("maskin", "did you mean masking?"), ("salt 0.3", "did you mean salt-and-pepper?"),
    ("masking 0.25 + gausian 0.1", "did you mean gaussian?"), ("nono", "did you mean none?"),
    ("none + masking", "none stands alone;"),
    ("masking a lot", "write a level as masking 0.25, one that changes as masking 0.5 to 0.1;"),
    ("masking 0.5 to", "write a level as masking 0.25, one that changes as masking 0.5 to 0.1;"),
    ("masking 0.5 until 0.1", "write a level as masking 0.25, one that changes as masking 0.5 to 0.1;"),
    ("masking 0.5 0.1", "write a level as masking 0.25, one that changes as masking 0.5 to 0.1;"),
    ("masking +", ""), ("[masking, [none]]", ""),
  ])
  func aNoiseThatCannotBeReadIsExplained(text: String, advice: String) throws {
    let error = try #require(
      inputError { _ = try Recipe(yaml: "stack: {corruption: \(text)}", at: "my.yml") })
    #expect(error.place == "my.yml, line 1: stack.corruption")
    #expect(error.expected.hasPrefix("none, or noises joined by +, each one of masking, bit-flip, "))
    #expect(error.expected.contains(", as in masking 0.25 + gaussian 0.1, or masking 0.5 to 0.1"))
    #expect(error.advice.hasPrefix(advice))
    #expect(error.advice.hasSuffix("mnist-pipeline recipe lists every key with its meaning"))
  }

  @Test(arguments: [
    ("masking 1.5", "a probability, 0 to 1, as masking noise needs", "1.5"),
    ("masking 0.5 to 2", "a probability, 0 to 1, as masking noise needs", "2.0"),
    ("masking + gaussian -1", "0 or more", "-1.0"),
    ("bit-flip nan", "a probability, 0 to 1, as bit-flip noise needs", "nan"),
  ])
  func aLevelOfAnExpressionIsChecked(text: String, expected: String, found: String) throws {
    let recipe = try Recipe(yaml: "stack: {corruption: \(text)}", at: "my.yml")
    let error = try #require(inputError { _ = try recipe.greedyPretraining() })
    #expect(error.place == "stack.corruption")
    #expect(error.expected == expected)
    #expect(error.found == found)
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
    #expect(error.advice.hasPrefix("did you mean \(nearest)?"))
  }

  @Test(arguments: [
    "seed: 1\nseed: 2", "stack: {tied: true}\nstack: {tied: false}", "seed: [", "a: b: c", "\tseed: 1",
    "seed: 1\n---\nseed: 2", "name: a\u{0}b", "stack: &a\n  units: *a",
    String(repeating: "[", count: 30000),
  ])
  func whatIsNotYAMLIsRefused(yaml: String) throws {
    let error = try #require(inputError { _ = try Recipe(yaml: yaml, at: "my.yml") })
    #expect(error.kind == .recipe)
    #expect(error.place == "my.yml")
    #expect(error.expected == "YAML")
    #expect(error.found.utf8.count < 1000)
  }

  /// Nine aliases of nine aliases of …: ten levels stand for three milliard values, also as a key.
  @Test(arguments: ["seed: ", "? "]) func aliasesThatMultiplyAreRefused(start: String) throws {
    let names = "abcdefghij"
    let levels = zip(names, names.dropFirst()).map { below, name in
      "&\(name) [\(Array(repeating: "*\(below)", count: 9).joined(separator: ", "))]"
    }
    let yaml = "\(start)[&a [1, 1], \(levels.joined(separator: ", "))]\n"
    let error = try #require(inputError { _ = try Recipe(yaml: yaml, at: "my.yml") })
    #expect(error.expected == "at most 32 aliases (*)")
    #expect(error.found == "81")
  }

  @Test func aListThatDoesNotFitTheLayersIsRefused() throws {
    let recipe = try Recipe(yaml: "stack: {units: [9, 9], level: [0.1, 0.2, 0.3]}", at: "my.yml")
    let error = try #require(inputError { _ = try recipe.greedyPretraining() })
    #expect(error.place == "stack.level")
    #expect(error.expected == "one value, or 2, one for each layer")
    #expect(error.found == "3")
  }

  @Test(arguments: ["masking", "bit-flip", "salt-and-pepper"])
  func aProbabilityAboveOneIsRefused(noise: String) throws {
    var recipe = try Recipe(yaml: "stack: {corruption: \(noise), level: 1.5}", at: "my.yml")
    let error = try #require(inputError { _ = try recipe.greedyPretraining() })
    #expect(error.place == "stack.level")
    #expect(error.expected == "a probability, 0 to 1, as \(noise) noise needs")
    try recipe.set("stack.corruption=gaussian")
    #expect(throws: Never.self) { try recipe.greedyPretraining() }
  }

  /// Units, losses, noises and rivals that do not go together: the key that is named, and what was found.
  @Test(arguments: [
    ("activation: tanh", "stack.loss", "cross-entropy, which needs inputs from 0 to 1"),
    ("activation: relu", "stack.loss", "cross-entropy, which needs inputs from 0 to 1"),
    ("activation: tanh, loss: squared-error", "stack.decoder_activation", "sigmoid units, from 0 to 1"),
    (
      "activation: relu, loss: squared-error, decoder_activation: tanh", "stack.decoder_activation",
      "tanh units, from -1 to 1"
    ),
    (
      "activation: tanh, loss: squared-error, decoder_activation: relu", "stack.decoder_activation",
      "relu units, 0 or more"
    ),
    (
      "activation: tanh, loss: squared-error, decoder_activation: linear, corruption: bit-flip",
      "stack.corruption", "bit-flip, which needs inputs from 0 to 1"
    ),
    (
      "activation: relu, loss: squared-error, decoder_activation: linear, "
        + "corruption: [none, masking + salt-and-pepper]", "stack.corruption",
      "salt-and-pepper, which needs inputs from 0 to 1"
    ),
    ("loss: cross-entropy, decoder_activation: relu", "stack.decoder_activation", "relu"),
    ("emphasis: 1/0, corruption: gaussian", "stack.emphasis", "gaussian σ 0.25"),
    ("emphasis: [none, 1/0], corruption: [masking, none]", "stack.emphasis", "no noise"),
    (
      "target: corrupted, corruption: gaussian", "stack.target",
      "corrupted, with gaussian noise, which leaves that range"
    ),
    (
      "activation: linear, loss: squared-error, decoder_activation: linear, contraction: 0.1",
      "stack.contraction", "linear units, whose contraction is a weight decay of 2λ"
    ),
    (
      "activation: tanh, loss: squared-error, decoder_activation: linear, sparsity_weight: 1",
      "stack.sparsity_weight", "tanh units"
    ),
  ])
  func whatDoesNotGoTogetherIsRefused(stack: String, key: String, found: String) throws {
    let recipe = try Recipe(yaml: "stack: {units: [5, 4], \(stack)}", at: "my.yml")
    let error = try #require(inputError { _ = try recipe.greedyPretraining() })
    #expect(error.kind == .recipe)
    #expect(error.place == key)
    #expect(error.found == found)
    #expect(!error.expected.isEmpty && !error.advice.isEmpty)
  }

  /// Every combination of units, loss, reconstruction and noise is refused before training or trains.
  @Test(arguments: Activation.allCases, Activation.allCases)
  func whatIsNotRefusedTrains(activation: Activation, decoder: Activation) throws {
    let images = Matrix(rows: 6, columns: 5, (0..<30).map { Float($0 % 7) / 7 })
    for loss in ["cross-entropy", "squared-error"] {
      for noise in ["none", "masking 0.3", "bit-flip 0.1", "salt-and-pepper 0.1", "gaussian 0.1", "swap 0.2"]
      {
        let recipe = try Recipe(
          yaml: "stack: {units: [4, 3], activation: \(activation), decoder_activation: \(decoder), "
            + "loss: \(loss), corruption: \(noise)}\npretraining: {epochs: 1, learning_rate: 0.01}",
          at: "my.yml")
        guard let pretraining = try? recipe.greedyPretraining() else { continue }
        #expect(throws: Never.self, "\(loss), \(noise)") { try pretraining.fit(images, seed: 1) }
      }
    }
  }

  /// The codes of one layer are nobody's input.
  @Test(arguments: ["tanh", "relu", "linear"]) func oneLayerHasTheCodesItLikes(activation: String) throws {
    let recipe = try Recipe(
      yaml: "stack: {units: [5], activation: \(activation), corruption: bit-flip}", at: "my.yml")
    #expect(throws: Never.self) { try recipe.greedyPretraining() }
  }

  /// What would be found out only after pretraining is found out before it.
  @Test func fineTuningIsCheckedBeforeAnythingBegins() throws {
    var options = PipelineOptions()
    options.assignments = ["fine_tuning.epochs=[1, 2]"]
    let error = try #require(inputError { _ = try options.recipe() })
    #expect(error.place == "fine_tuning.epochs")
    #expect(error.expected == "one value")
  }

  @Test func aByteOrderMarkIsPassedOver() throws {
    let folder = try TemporaryFolder()
    let url = folder("recipe.yml")
    try Data("\u{FEFF}seed: 3\nlimit: 600\n".utf8).write(to: url)
    let recipe = try Recipe(contentsOf: url)
    #expect(recipe.seed == 3 && recipe.limit == .atMost(600))
  }

  @Test func filesThatAreNoRecipesAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write([0xff, 0xfe, 0x00], to: "bytes.yml")
    try folder.write("# " + String(repeating: "x", count: 70_000), to: "huge.yml")
    for (name, kind, found) in [
      ("bytes.yml", InputError.Kind.recipe, "other bytes"),
      ("huge.yml", .recipe, "a larger file"),
      ("absent.yml", .missingInput, "no file that can be read"),
      (".", .missingInput, "no file that can be read"),
    ] {
      let error = try #require(inputError { _ = try Recipe(contentsOf: folder(name)) })
      #expect(error.kind == kind, "\(name)")
      #expect(error.found == found)
    }
    let endless = try #require(inputError { _ = try Recipe(contentsOf: URL(filePath: "/dev/zero")) })
    #expect(endless.found == "a larger file")
  }

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

  /// A list without brackets is refused with the way to write it.
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

  @Test(arguments: ["500,500", "500 500", "wide"]) func aListIsShownHowToBeWritten(value: String) throws {
    var recipe = Recipe()
    let error = #expect(throws: InputError.self) { try recipe.set("stack.units=\(value)") }
    #expect(error?.advice.contains("'stack.units=[500, 500]'") == true)
  }
}
