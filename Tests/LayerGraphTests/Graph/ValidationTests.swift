import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Every way in which a graph can be wrong, with its whole message.
struct ValidationTests {
  struct Wrong: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let message: String
    let attempt: @Sendable () throws -> Void

    init(_ name: String, _ message: String, _ attempt: @escaping @Sendable () throws -> Void) {
      testDescription = name
      self.message = message
      self.attempt = attempt
    }
  }

  static func table(_ shapes: (String, Int, Int)...) -> ParameterTable {
    SmallGraphs.parameters(shapes.map { (name: $0.0, rows: $0.1, columns: $0.2) }, seed: 1)
  }

  static let input = Node("input", .input(width: 4))

  static func graph(_ nodes: [Node], _ table: ParameterTable = ParameterTable()) throws {
    _ = try LayerGraph(nodes: [input] + nodes, parameters: table)
  }

  static func dense(_ weight: String = "w", bias: String? = nil, transposed: Bool = false)
    -> Operation
  { .dense(weight: weight, bias: bias, transposed: transposed) }

  static let wrongNodes = [
    Wrong("two of one name", "two nodes are named code; give each its own name") {
      try graph([
        Node("code", .softmax, inputs: ["input"]), Node("code", .softmax, inputs: ["input"]),
      ])
    },
    Wrong(
      "an input that comes later",
      "code reads later, which is not a node before it; nodes stand in topological order"
    ) {
      try graph([
        Node("code", .softmax, inputs: ["later"]), Node("later", .softmax, inputs: ["input"]),
      ])
    },
    Wrong(
      "a node that reads itself",
      "code reads code, which is not a node before it; nodes stand in topological order"
    ) { try graph([Node("code", .softmax, inputs: ["code"])]) },
    Wrong("too few inputs", "loss reads 1 nodes, its operation 2 or 3") {
      try graph([Node("loss", .loss(.squaredError), inputs: ["input"])])
    },
    Wrong("too many inputs", "code reads 2 nodes, its operation 1") {
      try graph([Node("code", .softmax, inputs: ["input", "input"])])
    },
    Wrong(
      "a second input",
      "other is a second input beside input; examples come in at one node"
    ) { try graph([Node("other", .input(width: 4))]) },
    Wrong("no width", "empty is 0 wide; a width is at least 1") {
      _ = try LayerGraph(nodes: [Node("empty", .input(width: 0))], parameters: ParameterTable())
    },
    Wrong("features of labels", "code reads labels, which holds no features") {
      try graph([Node("labels", .labels(classes: 3)), Node("code", .softmax, inputs: ["labels"])])
    },
    Wrong("features of a loss", "code reads loss, which holds no features") {
      try graph([
        Node("loss", .loss(.squaredError), inputs: ["input", "input"]),
        Node("code", .softmax, inputs: ["loss"]),
      ])
    },
  ]

  static let wrongParameters = [
    Wrong("a parameter that is not there", "code uses the parameter w, which is not in the table") {
      try graph([Node("code", dense(), inputs: ["input"])])
    },
    Wrong("a bias that is not there", "code uses the parameter b, which is not in the table") {
      try graph([Node("code", dense(bias: "b"), inputs: ["input"])], table(("w", 4, 3)))
    },
    Wrong("a weight of the wrong height", "code needs w to be 4 × any; it is 5 × 3") {
      try graph([Node("code", dense(), inputs: ["input"])], table(("w", 5, 3)))
    },
    Wrong("a transposed weight of the wrong width", "code needs w to be any × 4; it is 4 × 3") {
      try graph([Node("code", dense(transposed: true), inputs: ["input"])], table(("w", 4, 3)))
    },
    Wrong("a bias of the wrong width", "code needs b to be 1 × 3; it is 1 × 4") {
      try graph(
        [Node("code", dense(bias: "b"), inputs: ["input"])], table(("w", 4, 3), ("b", 1, 4)))
    },
    Wrong("a bias that is a column", "code needs b to be 1 × 3; it is 3 × 1") {
      try graph(
        [Node("code", dense(bias: "b"), inputs: ["input"])], table(("w", 4, 3), ("b", 3, 1)))
    },
    Wrong(
      "a weight that is a bias too",
      "w is the weight of one node and the bias of another; give each its own parameter"
    ) {
      try graph(
        [
          Node("one", dense("v"), inputs: ["input"]), Node("two", dense("w", bias: "w"), inputs: ["one"]),
        ], table(("v", 4, 1), ("w", 1, 3)))
    },
    Wrong("a parameter that nobody uses", "no node uses the parameter spare") {
      try graph([Node("code", dense(), inputs: ["input"])], table(("w", 4, 3), ("spare", 1, 1)))
    },
    Wrong("frozen what is no parameter", "v is frozen, but is not a parameter") {
      _ = try LayerGraph(
        nodes: [input, Node("code", dense(), inputs: ["input"])], parameters: table(("w", 4, 3)),
        frozen: ["w", "v"])
    },
  ]

  static let wrongLosses = [
    Wrong(
      "a loss of two widths", "loss compares code, which is 3 wide, with input, which is 4"
    ) {
      try graph(
        [
          Node("code", dense(), inputs: ["input"]),
          Node("loss", .loss(.squaredError), inputs: ["code", "input"]),
        ], table(("w", 4, 3)))
    },
    Wrong(
      "more scores than classes", "loss compares input, which is 4 wide, with labels, which is 3"
    ) {
      try graph([
        Node("labels", .labels(classes: 3)),
        Node("loss", .loss(.softmaxCrossEntropy), inputs: ["input", "labels"]),
      ])
    },
    Wrong(
      "a loss on labels against features",
      "loss: softmax cross entropy compares with labels; input holds features"
    ) {
      try graph([Node("loss", .loss(.softmaxCrossEntropy), inputs: ["input", "input"])])
    },
    Wrong(
      "a loss on features against labels",
      "loss: squared error compares with features; labels holds labels"
    ) {
      try graph([
        Node("labels", .labels(classes: 4)),
        Node("loss", .loss(.squaredError), inputs: ["input", "labels"]),
      ])
    },
  ]

  private static func noise(_ operation: Operation) throws {
    try graph([Node("noise", operation, inputs: ["input"])])
  }

  static let wrongLevels = [
    Wrong("masking above 1", "noise has a level of 1.5; it must be a probability, 0 to 1") {
      try noise(.corruption(.masking(1.5)))
    },
    Wrong("swaps above 1", "noise has a level of 2.0; it must be a probability, 0 to 1") {
      try noise(.corruption(.swap(2)))
    },
    Wrong("negative flips", "noise has a level of -0.1; it must be a probability, 0 to 1") {
      try noise(.corruption(.bitFlip(-0.1)))
    },
    Wrong("a final level above 1", "noise has a level of 1.5; it must be a probability, 0 to 1") {
      try noise(.corruption(.masking(0.5).changing(to: 1.5)))
    },
    Wrong("no number", "noise has a level of nan; it must be a probability, 0 to 1") {
      try noise(.corruption(.saltAndPepper(.nan)))
    },
    Wrong("a negative deviation", "noise has a level of -1.0; it must be 0 or more") {
      try noise(.corruption(.gaussian(-1)))
    },
    Wrong("an infinite deviation", "noise has a level of inf; it must be 0 or more") {
      try noise(.corruption(.gaussian(.infinity)))
    },
    Wrong("dropout of everything", "noise has a level of 1.0; it must be at least 0 and below 1") {
      try noise(.dropout(rate: 1))
    },
  ]

  static let wrongQuestions = [
    Wrong(
      "swaps of codes whose other values are not known",
      "middle: swap noise takes values of other examples, and those of code are not known; cut the graph "
        + "there and hand its values in as examples"
    ) {
      let graph = try SmallGraphs.classifier(middle: .corruption(.swap(0.1)))
      // In an inference pass there are none.
      _ = try graph.values(of: "head", for: SmallGraphs.features(rows: 2, seed: 1))
      _ = try Trainer(
        graph, minimizing: "loss", features: SmallGraphs.features(rows: 3, seed: 1),
        labels: SmallGraphs.labels(rows: 3, seed: 1),
        recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 1), seed: 1)
    },
    Wrong("the width of a node that is not there", "there is no node code; there are input") {
      _ = try LayerGraph(nodes: [input], parameters: ParameterTable()).width(of: "code")
    },
    Wrong("values of labels", "labels holds no features, so it has no values to hand out") {
      _ = try SmallGraphs.classifier().values(
        of: "labels", for: SmallGraphs.features(rows: 2, seed: 1))
    },
    Wrong("values of a loss", "loss holds no features, so it has no values to hand out") {
      _ = try SmallGraphs.classifier().values(of: "loss", for: SmallGraphs.features(rows: 2, seed: 1))
    },
  ]

  @Test(
    arguments: wrongNodes + wrongParameters + wrongLosses + wrongEmphases + wrongObjectives + wrongLevels
      + wrongQuestions)
  func aWrongGraphIsRefusedWithItsMessage(_ wrong: Wrong) {
    let error = #expect(throws: GraphError.self) { try wrong.attempt() }
    #expect(error?.description == wrong.message)
  }

  @Test func examplesOfAnotherWidthAreRefused() throws {
    let graph = try SmallGraphs.classifier()
    let error = #expect(throws: InputError.self) {
      try graph.values(of: "code", for: Matrix(rows: 2, columns: 3))
    }
    #expect(
      error?.description
        == "examples: expected 19 features, as the model's input has, found 3; give it the data set "
        + "that it was made for")
  }
}
