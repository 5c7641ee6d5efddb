import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataRecipes
import StrataTestSupport
import Testing

/// Units, losses and noises that do not go together: the key is named before anything is trained.
struct StackRefusalTests {
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
    #expect(error.advice.description.hasPrefix(advice))
    #expect(error.advice.description.hasSuffix("mnist-pipeline recipe lists every key with its meaning"))
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
    #expect(!error.expected.isEmpty && !error.advice.description.isEmpty)
  }

  /// Every combination of units, loss, reconstruction and noise is refused before training or trains.
  @Test(arguments: Activation.allCases, Activation.allCases)
  func whatIsNotRefusedTrains(activation: Activation, decoder: Activation) throws {
    let images = Matrix(rows: 6, columns: 5, (0..<30).map { Float($0 % 7) / 7 })
    for loss in ["cross-entropy", "squared-error"] {
      for noise in ["none", "masking 0.3", "bit-flip 0.1", "salt-and-pepper 0.1", "gaussian 0.1", "swap 0.2"]
      {
        let recipe = try Recipe(
          yaml: "stack: {units: [4, 3], activation: \(activation.rawValue), "
            + "decoder_activation: \(decoder.rawValue), loss: \(loss), corruption: \(noise)}\npretraining: {epochs: 1, learning_rate: 0.01}",
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
}
