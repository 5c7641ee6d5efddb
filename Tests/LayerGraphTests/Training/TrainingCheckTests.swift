import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// What training refuses before it begins, with the whole message.
struct TrainingCheckTests {
  private func message(
    _ graph: LayerGraph, loss: String = "loss", features: any Features, labels: [Int32]? = nil
  ) -> String? {
    let error = #expect(throws: (any Error).self) {
      try Trainer(
        graph, minimizing: loss, features: features, labels: labels,
        recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1), seed: 1)
    }
    return error.map { "\($0)" }
  }

  /// More examples than 32 bits can number, of which none is looked at.
  @Test func examplesBeyondThirtyTwoBitsAreRefused() throws {
    struct Many: RowFeatures {
      var rows: Int { 1 << 33 }
      var columns: Int { 19 }
      func write(columns: Range<Int>, ofRow row: Int, to values: inout MutableSpan<Float>) {}
    }
    #expect(
      try message(SmallGraphs.autoencoder(), features: Many())
        == "examples: expected at most 2147483647, as their numbers are of 32 bits, found 8589934592; train on a part of them"
    )
  }

  /// A number of threads that no machine has is an error, not a wait.
  @Test(arguments: [1025, 100_000, Int.max]) func moreThreadsThanAnyMachineHasAreRefused(threads: Int) throws
  {
    let graph = try SmallGraphs.autoencoder()
    let features = Matrix(rows: 2, columns: 19, repeating: 0.5)
    let error = #expect(throws: InputError.self) {
      try Trainer(
        graph, minimizing: "loss", features: features,
        recipe: TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1), seed: 1,
        execution: Execution(threads: threads))
    }
    #expect(error?.place == "threads" && error?.expected == "1 to 1024")
  }

  @Test func pixelsOfZeroTo255AreRefusedForCrossEntropy() throws {
    let graph = try SmallGraphs.autoencoder()
    let pixels = Matrix(rows: 2, columns: 19, (0..<38).map { Float($0 * 255 / 37) })
    #expect(
      message(graph, features: pixels)
        == "loss: cross-entropy: expected inputs from 0 to 1, found 0.0 to 255.0, as pixels "
        + "are before they are divided by 255; divide them by 255")
    #expect(
      message(graph, features: Matrix(rows: 1, columns: 19, repeating: -0.5))
        == "loss: cross-entropy: expected inputs from 0 to 1, found -0.5 to -0.5; scale them, or "
        + "take the squared error with linear units")
    #expect(
      message(graph, features: Matrix(rows: 1, columns: 19, repeating: .nan))
        == "loss: cross-entropy: expected inputs from 0 to 1, found one that is not a number; "
        + "leave examples with such numbers out, or put a number in their place")
    // The same pixels as bytes stand for 0 to 1.
    let bytes = ByteMatrix(rows: 2, columns: 19, (0..<38).map { UInt8($0 * 255 / 37) })
    let recipe = TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1)
    _ = try Trainer(graph, minimizing: "loss", features: bytes, recipe: recipe, seed: 1)
  }

  /// Sigmoid units cannot reach such pixels; linear ones can, and a classifier may take any.
  @Test func theSquaredErrorTakesWhatItsUnitsCanReach() throws {
    let pixels = Matrix(rows: 2, columns: 19, repeating: 255)
    #expect(
      message(try SmallGraphs.autoencoder(loss: .squaredError), features: pixels)?
        .hasPrefix("loss: sigmoid reconstructions: expected inputs from 0 to 1, found 255.0 to") == true)
    let linear = try LayerGraph(
      nodes: [
        Node("input", .input(width: 19)),
        Node("dense", .dense(weight: "w", bias: nil, transposed: false), inputs: ["input"]),
        Node("loss", .loss(.squaredError), inputs: ["dense", "input"]),
      ], parameters: SmallGraphs.parameters([("w", 19, 19)], seed: 1))
    let recipe = TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1)
    _ = try Trainer(linear, minimizing: "loss", features: pixels, recipe: recipe, seed: 1)
    let classifier = try SmallGraphs.classifier()
    _ = try Trainer(
      classifier, minimizing: "loss", features: pixels, labels: [0, 1], recipe: recipe, seed: 1)
    for number in [Float.nan, .infinity] {
      let features = Matrix(rows: 2, columns: 19, repeating: number)
      #expect(
        message(classifier, features: features, labels: [0, 1])?
          .hasPrefix("loss: softmax-cross-entropy: expected finite inputs, found ") == true)
    }
  }

  @Test func examplesThatDoNotFitAreRefused() throws {
    let graph = try SmallGraphs.classifier()
    let features = SmallGraphs.features(rows: 3, seed: 1)
    #expect(
      message(graph, features: Matrix(rows: 2, columns: 20), labels: [0, 1])
        == "examples: expected 19 features, as the model's input has, found 20; give it the data set "
        + "that it was made for")
    #expect(
      message(graph, features: Matrix(rows: 0, columns: 19), labels: [])
        == "examples: expected at least one, found none; give it a data set with examples")
    #expect(
      message(graph, features: features)
        == "labels: expected 3, one for each example, found 0; pair every example with its label")
    #expect(
      message(graph, features: features, labels: [0, 1])
        == "labels: expected 3, one for each example, found 2; pair every example with its label")
    #expect(
      message(graph, features: features, labels: [0, 5, 1])
        == "labels: expected 0 to 4, found 5; give the head as many classes as the data has")
  }

  @Test func onlyALossCanBeMadeSmall() throws {
    let features = SmallGraphs.features(rows: 3, seed: 1)
    #expect(
      message(try SmallGraphs.classifier(), loss: "head", features: features, labels: [0, 1, 2])
        == "head is not a loss, so it cannot be made small")
    #expect(
      message(try SmallGraphs.classifier(), loss: "error", features: features)?
        .hasPrefix("there is no node error;") == true)
  }

  typealias Change = @Sendable (inout TrainingRecipe) -> Void

  static let wrongRecipes: [(String, Change)] = [
    ("epochs: expected at least 1, found 0", { $0.epochs = 0 }),
    ("batchSize: expected at least 1, found -3", { $0.batchSize = -3 }),
    ("learningRate: expected a positive number, found 0.0", { $0.learningRate = 0 }),
    ("learningRate: expected a positive number, found -0.1", { $0.learningRate = -0.1 }),
    ("learningRate: expected a positive number, found nan", { $0.learningRate = .nan }),
    ("learningRate: expected a positive number, found inf", { $0.learningRate = .infinity }),
    ("weightDecay: expected zero or a positive number, found -1.0", { $0.weightDecay = -1 }),
    ("maxNorm: expected a positive number, found 0.0", { $0.maxNorm = 0 }),
    ("momentum: expected at least 0 and below 1, found 1.0", { $0.optimizer = .sgd(momentum: 1) }),
    ("beta1: expected at least 0 and below 1, found -0.5", { $0.optimizer = .adam(beta1: -0.5) }),
    ("beta2: expected at least 0 and below 1, found 1.0", { $0.optimizer = .adamW(beta2: 1) }),
    ("epsilon: expected a positive number, found 0.0", { $0.optimizer = .adam(epsilon: 0) }),
    (
      "schedule.warmUpEpochs: expected zero or a positive number, found -1.0",
      { $0.schedule = Schedule(.constant, warmUpEpochs: -1) }
    ),
    (
      "schedule.epochs: expected a positive number, found 0.0",
      { $0.schedule = Schedule(.step(epochs: 0, factor: 0.5)) }
    ),
    (
      "schedule.factor: expected a positive number, found -0.5",
      { $0.schedule = Schedule(.step(epochs: 1, factor: -0.5)) }
    ),
    (
      "schedule.after: expected a share of training, 0 to 1, found 1.5",
      { $0.schedule = Schedule(.linearDecay(after: 1.5)) }
    ),
  ]

  @Test(arguments: wrongRecipes)
  func anImpossibleRecipeIsRefused(message: String, change: Change) {
    var recipe = TrainingRecipe(epochs: 1, batchSize: 1, learningRate: 0.1)
    change(&recipe)
    let changed = recipe
    let error = #expect(throws: InputError.self) { try changed.check() }
    #expect(error?.description == message + "; change it in the recipe")
    #expect(error?.kind == .recipe)
  }
}
