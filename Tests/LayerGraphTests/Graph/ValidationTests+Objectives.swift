import StrataLayerGraph
import StrataLinearAlgebra

/// What is asked of emphases, penalties and sums of losses.
extension ValidationTests {
  private static func penalty(
    _ operation: Operation, on function: Activation = .sigmoid, of node: String = "code"
  ) throws {
    try graph(
      [
        Node("encoder", dense(), inputs: ["input"]),
        Node("code", .activation(function: function), inputs: ["encoder"]),
        Node("again", .activation(function: function), inputs: ["code"]),
        Node("penalty", operation, inputs: [node]),
      ], table(("w", 4, 3)))
  }

  private static let sparse = Operation.sparsity(Sparsity(target: 0.1, strength: 1))

  private static let emphasis = Operation.emphasis(Emphasis(corrupted: 1, untouched: 0.5))

  static let wrongEmphases = [
    Wrong("emphasis on nothing", "emphasis reads 0 nodes, its operation 1 or more") {
      try graph([Node("emphasis", emphasis)])
    },
    Wrong("emphasis on what is no noise", "emphasis: input is no corruption, so it hits nothing") {
      try graph([Node("emphasis", emphasis, inputs: ["input"])])
    },
    Wrong(
      "emphasis on what touches everything",
      "emphasis: noise is gaussian noise, which touches every element, so there are none to emphasise"
    ) {
      try graph([
        Node("noise", .corruption(.gaussian(0.1)), inputs: ["input"]),
        Node("emphasis", emphasis, inputs: ["noise"]),
      ])
    },
    Wrong("noises of two widths", "emphasis: its noises are 4 and 3 wide") {
      try graph(
        [
          Node("noise", .corruption(.masking(0.1)), inputs: ["input"]),
          Node("code", dense(), inputs: ["input"]),
          Node("other", .corruption(.masking(0.1)), inputs: ["code"]),
          Node("emphasis", emphasis, inputs: ["noise", "other"]),
        ], table(("w", 4, 3)))
    },
    Wrong("a negative weight", "emphasis has a level of -1.0; it must be 0 or more") {
      try graph([
        Node("noise", .corruption(.masking(0.1)), inputs: ["input"]),
        Node("emphasis", .emphasis(Emphasis(corrupted: 1, untouched: -1)), inputs: ["noise"]),
      ])
    },
    Wrong(
      "weights of a loss on labels",
      "loss: softmax cross entropy has no elements to weigh; input is one input too many"
    ) {
      try graph([
        Node("labels", .labels(classes: 4)),
        Node("loss", .loss(.softmaxCrossEntropy), inputs: ["input", "labels", "input"]),
      ])
    },
    Wrong("weights of another width", "loss compares input, which is 4 wide, with code, which is 3") {
      try graph(
        [
          Node("code", dense(), inputs: ["input"]),
          Node("loss", .loss(.squaredError), inputs: ["input", "input", "code"]),
        ], table(("w", 4, 3)))
    },
    Wrong("weights that are labels", "loss reads labels, which holds no features") {
      try graph([
        Node("labels", .labels(classes: 4)),
        Node("loss", .loss(.squaredError), inputs: ["input", "input", "labels"]),
      ])
    },
  ]

  static let wrongObjectives = [
    Wrong("a sum of nothing", "loss reads 0 nodes, its operation 1 or more") {
      try graph([Node("loss", .sum)])
    },
    Wrong("a sum of features", "loss adds input, which is not a loss or a penalty") {
      try graph([Node("loss", .sum, inputs: ["input"])])
    },
    Wrong("a sum of sums", "all adds loss, which is not a loss or a penalty") {
      try graph([
        Node("error", .loss(.squaredError), inputs: ["input", "input"]),
        Node("loss", .sum, inputs: ["error"]), Node("all", .sum, inputs: ["loss"]),
      ])
    },
    Wrong("a term twice", "loss adds error twice") {
      try graph([
        Node("error", .loss(.squaredError), inputs: ["input", "input"]),
        Node("loss", .sum, inputs: ["error", "error"]),
      ])
    },
    Wrong("features of a penalty", "code reads penalty, which holds no features") {
      try graph(
        [
          Node("encoder", dense(), inputs: ["input"]),
          Node("sigmoid", .activation(function: .sigmoid), inputs: ["encoder"]),
          Node("penalty", sparse, inputs: ["sigmoid"]), Node("code", .softmax, inputs: ["penalty"]),
        ], table(("w", 4, 3)))
    },
    Wrong(
      "contraction of what has no weights",
      "penalty: again is not an activation on a dense node, so its slopes and weights are not known"
    ) { try penalty(.contraction(strength: 1), of: "again") },
    Wrong(
      "contraction of what has no slopes",
      "penalty: encoder is not an activation on a dense node, so its slopes and weights are not known"
    ) { try penalty(.contraction(strength: 1), of: "encoder") },
    Wrong(
      "contraction of linear units",
      "penalty: the contraction of linear units is a weight decay of 2λ; take that"
    ) { try penalty(.contraction(strength: 1), on: .linear) },
    Wrong("a negative contraction", "penalty has a level of -1.0; it must be 0 or more") {
      try penalty(.contraction(strength: -1))
    },
    Wrong(
      "sparsity of tanh units",
      "penalty: sparsity compares means between 0 and 1, those of sigmoid units; code is tanh"
    ) { try penalty(sparse, on: .tanh) },
    Wrong(
      "sparsity of a dense node",
      "penalty: sparsity compares means between 0 and 1, those of sigmoid units; encoder is dense"
    ) { try penalty(sparse, of: "encoder") },
    Wrong("a mean of 1", "penalty has a level of 1.0; it must be a mean between 0 and 1") {
      try penalty(.sparsity(Sparsity(target: 1, strength: 1)))
    },
    Wrong("an endless sparsity", "penalty has a level of inf; it must be 0 or more") {
      try penalty(.sparsity(Sparsity(target: 0.5, strength: .infinity)))
    },
    Wrong(
      "two contractions of one weight",
      "weight: two penalties contract what it makes; give one of them the strength of both"
    ) {
      let contraction = Operation.contraction(strength: 1)
      let graph = try SmallGraphs.autoencoder(penalties: [contraction, contraction])
      _ = try Trainer(
        graph, minimizing: "loss", features: SmallGraphs.features(rows: 3, seed: 1),
        recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 1), seed: 1)
    },
    Wrong(
      "two losses of one prediction",
      "second compares dense with its target, and so does another loss of the same sum; give each a "
        + "prediction of its own"
    ) {
      let graph = try LayerGraph(
        nodes: [
          input, Node("dense", dense(), inputs: ["input"]),
          Node("first", .loss(.squaredError), inputs: ["dense", "input"]),
          Node("second", .loss(.crossEntropy), inputs: ["dense", "input"]),
          Node("loss", .sum, inputs: ["first", "second"]),
        ], parameters: table(("w", 4, 4)))
      _ = try Trainer(
        graph, minimizing: "loss", features: SmallGraphs.features(rows: 3, columns: 4, seed: 1),
        recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 1), seed: 1)
    },
  ]
}
