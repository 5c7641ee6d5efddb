import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// Taking graphs apart and putting them together.
struct SurgeryTests {
  let first: LayerGraph
  let second: LayerGraph
  let stack: LayerGraph
  let features = SmallGraphs.features(rows: 30, seed: 1)
  let labels = SmallGraphs.labels(rows: 30, seed: 1)

  init() throws {
    first = try Self.autoencoder(0, inputs: 19, units: 17)
    second = try Self.autoencoder(1, inputs: 17, units: 8, isTied: false)
    stack = try first.stacking(second, on: "code.0")
  }

  /// An autoencoder as a greedy stack is made of.
  private static func autoencoder(
    _ k: Int, inputs: Int, units: Int, isTied: Bool = true
  ) throws -> LayerGraph {
    var shapes = [
      ("encoder.\(k).weight", inputs, units), ("encoder.\(k).bias", 1, units),
      ("decoder.\(k).bias", 1, inputs),
    ]
    if !isTied { shapes.append(("decoder.\(k).weight", units, inputs)) }
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("corruption.\(k)", .corruption(.masking(0.25)), inputs: ["input"]),
        Node(
          "encoder.\(k)",
          .dense(weight: "encoder.\(k).weight", bias: "encoder.\(k).bias", transposed: false),
          inputs: ["corruption.\(k)"]),
        Node("code.\(k)", .activation(function: .sigmoid), inputs: ["encoder.\(k)"]),
        Node(
          "decoder.\(k)",
          .dense(
            weight: isTied ? "encoder.\(k).weight" : "decoder.\(k).weight",
            bias: "decoder.\(k).bias", transposed: isTied),
          inputs: ["code.\(k)"]),
        Node("loss.\(k)", .loss(.crossEntropy), inputs: ["decoder.\(k)", "input"]),
      ], parameters: SmallGraphs.parameters(shapes, seed: 1))
  }

  /// A head on a graph that still has its decoders would train nothing of them, and keep them.
  @Test func aHeadIsForAGraphWithoutDecoders() throws {
    let error = #expect(throws: GraphError.self) { try stack.attachingHead(classes: 3) }
    #expect(error.map { "\($0)".contains("droppingDecoders()") } == true)
    #expect(throws: GraphError.self) { try stack.attachingHead(classes: 3, on: "code.1") }
    #expect(throws: Never.self) { try stack.droppingDecoders().attachingHead(classes: 3) }
  }

  @Test func stackingPutsTheUpperGraphOnANode() throws {
    #expect(stack.nodes.map(\.name) == first.nodes.map(\.name) + second.nodes.dropFirst().map(\.name))
    #expect(stack["corruption.1"]?.inputs == ["code.0"])
    #expect(stack["loss.1"]?.inputs == ["decoder.1", "code.0"])
    #expect(stack["loss.0"]?.inputs == ["decoder.0", "input"])
    #expect(stack.parameters.names == first.parameters.names + second.parameters.names)
    #expect(stack.parameterCount == first.parameterCount + second.parameterCount)
    #expect(stack.inputWidth == 19)

    let codes = try first.values(of: "code.0", for: features)
    #expect(
      try stack.values(of: "code.1", for: features) == second.values(of: "code.1", for: codes))
  }

  @Test func droppingTheDecodersLeavesExactlyTheEncoder() throws {
    let encoder = try stack.droppingDecoders()
    #expect(encoder.nodes.map(\.name) == ["input", "encoder.0", "code.0", "encoder.1", "code.1"])
    #expect(encoder["encoder.0"]?.inputs == ["input"])
    #expect(encoder["encoder.1"]?.inputs == ["code.0"])
    #expect(
      encoder.parameters.names == [
        "encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias",
      ])
    for name in encoder.parameters.names {
      #expect(encoder.parameters[name] == stack.parameters[name])
    }
    #expect(encoder.parameterCount == 19 * 17 + 17 + 17 * 8 + 8)
    #expect(
      try encoder.values(of: "code.1", for: features) == stack.values(of: "code.1", for: features))
    #expect(try encoder.output == "code.1")
  }

  @Test func aNewHeadFindsEveryClassEquallyProbable() throws {
    let network = try stack.droppingDecoders().attachingHead(classes: 5)
    #expect(network.nodes.suffix(4).map(\.name) == ["head", "probability", "labels", "loss"])
    #expect(network["head"]?.inputs == ["code.1"])
    #expect(network.parameters["head.weight"] == Matrix(rows: 8, columns: 5))
    #expect(network.parameters["head.bias"] == Matrix(rows: 1, columns: 5))
    let probabilities = try network.values(of: "probability", for: features)
    #expect(probabilities == Matrix(rows: 30, columns: 5, repeating: 0.2))
    let below = try stack.droppingDecoders().attachingHead(
      classes: 3, on: "code.0", loss: .multiclassHinge)
    #expect(below["head"]?.inputs == ["code.0"])
    #expect(below["loss"]?.operation == .loss(.multiclassHinge))
  }

  @Test func dropoutGoesAfterTheInputAndEachCode() throws {
    let network = try stack.droppingDecoders().attachingHead(classes: 5)
    let dropped = try network.addingDropout(input: 0.2, codes: 0.5)
    #expect(
      dropped.nodes.map(\.name) == [
        "input", "dropout.input", "encoder.0", "code.0", "dropout.code.0", "encoder.1", "code.1",
        "dropout.code.1", "head", "probability", "labels", "loss",
      ])
    #expect(dropped["dropout.input"]?.operation == .dropout(rate: 0.2))
    #expect(dropped["encoder.0"]?.inputs == ["dropout.input"])
    #expect(dropped["head"]?.inputs == ["dropout.code.1"])
    #expect(dropped.parameters == network.parameters)
    #expect(
      try dropped.values(of: "code.1", for: features) == network.values(of: "code.1", for: features))
    #expect(try network.addingDropout(input: 0, codes: 0) == network)
    // A denoising loss still compares with the clean input.
    #expect(try stack.addingDropout(input: 0.2, codes: 0)["loss.0"]?.inputs == ["decoder.0", "input"])
    #expect(throws: GraphError.self) { try network.addingDropout(input: 1, codes: 0) }
  }

  @Test func theFeaturesOfANodeAreAllThatItDependsOn() throws {
    let frozen = try stack.freezing(upTo: "code.1")
    let cut = try frozen.features(of: "code.0")
    #expect(cut.nodes.map(\.name) == ["input", "corruption.0", "encoder.0", "code.0"])
    #expect(cut.parameters.names == ["encoder.0.weight", "encoder.0.bias"])
    #expect(cut.frozen == ["encoder.0.weight", "encoder.0.bias"])
    #expect(
      try cut.values(of: "code.0", for: features) == stack.values(of: "code.0", for: features))
  }

  @Test(arguments: [.sgd(), .sgd(momentum: 0.9), .adam(), .adamW()] as [Optimizer], [1, 2])
  func frozenParametersKeepTheirBits(optimizer: Optimizer, threads: Int) throws {
    let network = try stack.droppingDecoders().attachingHead(classes: 5).freezing(upTo: "code.0")
    #expect(network.frozen == ["encoder.0.weight", "encoder.0.bias"])
    let trainer = try Trainer(
      network, minimizing: "loss", features: features, labels: labels,
      recipe: TrainingRecipe(
        epochs: 3, batchSize: 7, learningRate: 0.1, optimizer: optimizer, weightDecay: 0.01,
        maxNorm: 0.5),
      seed: 1, execution: Execution(threads: threads))
    while !trainer.isFinished { _ = try trainer.trainEpoch() }
    for name in network.parameters.names {
      let isSame = trainer.graph.parameters[name] == network.parameters[name]
      #expect(isSame == network.frozen.contains(name), "\(name)")
    }
    #expect(trainer.graph.frozen == network.frozen)
  }

  @Test func impossibleCutsSayWhy() throws {
    func message(_ attempt: () throws -> LayerGraph) -> String? {
      #expect(throws: GraphError.self, performing: attempt)?.description
    }
    #expect(
      message { try first.stacking(second, on: "input") }
        == "cannot stack on input, which is 19 wide: the upper graph takes 17")
    #expect(
      message { try first.stacking(second, on: "code.7") }
        == "there is no node code.7; there are input, corruption.0, encoder.0, code.0, decoder.0, loss.0")
    #expect(
      message { try stack.stacking(second, on: "code.0") }
        == "both graphs have a parameter encoder.1.weight")
    let same = try LayerGraph(
      nodes: [Node("x", .input(width: 17)), Node("code.0", .softmax, inputs: ["x"])],
      parameters: ParameterTable())
    #expect(
      message { try first.stacking(same, on: "code.0") }
        == "two nodes are named code.0; give each its own name")
    let inputless = try LayerGraph(
      nodes: [Node("labels", .labels(classes: 3))], parameters: ParameterTable())
    #expect(
      message { try first.stacking(inputless, on: "code.0") }
        == "the upper graph has no input node to replace by code.0")
    #expect(
      message { try stack.droppingDecoders().droppingDecoders() }
        == "there is no decoder to drop: no node's name begins with decoder; there are "
        + "input, encoder.0, code.0, encoder.1, code.1")
    #expect(
      message { try first.attachingHead(classes: 1) } == "head is 1 wide; a width is at least 2")
    #expect(
      message { try first.droppingDecoders().attachingHead(classes: 3).attachingHead(classes: 3) }
        == "there is a head already; cut out the features below it first")
    let labelled = try LayerGraph(
      nodes: [Node("x", .input(width: 17)), Node("other", .labels(classes: 3))], parameters: ParameterTable())
    #expect(
      message { try labelled.attachingHead(classes: 3, on: "other") }
        == "head reads other, which holds no features")
    #expect(
      message { try first.freezing(upTo: "head") }?.hasPrefix("there is no node head;") == true)
    #expect(
      message { try first.features(of: "head") }?.hasPrefix("there is no node head;") == true)
  }
}
