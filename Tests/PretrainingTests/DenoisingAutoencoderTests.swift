import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import Testing

/// The graph of one denoising autoencoder.
struct DenoisingAutoencoderTests {
  @Test func theGraphOfTheTiedOne() throws {
    let graph = try DenoisingAutoencoder(units: 5, corruption: .masking(0.25))
      .graph(inputs: 7, layer: 2, seed: 1)
    #expect(
      graph.nodes == [
        Node("input", .input(width: 7)),
        Node("corruption.2", .corruption(.masking(0.25)), inputs: ["input"]),
        Node(
          "encoder.2",
          .dense(weight: "encoder.2.weight", bias: "encoder.2.bias", transposed: false),
          inputs: ["corruption.2"]),
        Node("code.2", .activation(function: .sigmoid), inputs: ["encoder.2"]),
        Node(
          "decoder.2", .dense(weight: "encoder.2.weight", bias: "decoder.2.bias", transposed: true),
          inputs: ["code.2"]),
        Node("reconstruction.2", .activation(function: .sigmoid), inputs: ["decoder.2"]),
        Node("loss.2", .loss(.crossEntropy), inputs: ["decoder.2", "input"]),
      ])
    #expect(graph.parameters.names == ["encoder.2.weight", "encoder.2.bias", "decoder.2.bias"])
    #expect(graph.parameterCount == 7 * 5 + 5 + 7)
    #expect(graph.parameters["encoder.2.bias"] == Matrix(rows: 1, columns: 5))
    #expect(graph.parameters["decoder.2.bias"] == Matrix(rows: 1, columns: 7))
  }

  /// Where far more units than inputs are normalized and decode with the encoder's weight, it begins smaller than He's;
  /// everywhere else, and in layers such as those of the standard recipe on MNIST, it is He's to the bit.
  @Test(arguments: [
    (4, 1000, true, true, true), (499, 1000, true, true, true), (500, 1000, true, true, false),
    (784, 1000, true, true, false), (1000, 500, true, true, false), (4, 1000, false, true, false),
    (4, 1000, true, false, false),
  ])
  func manyUnitsOnFewInputsBeginSmaller(
    inputs: Int, units: Int, isNormalized: Bool, isTied: Bool, isSmaller: Bool
  ) throws {
    var autoencoder = DenoisingAutoencoder(
      units: units, activation: .relu, loss: .squaredError, decoderActivation: .linear, isTied: isTied)
    autoencoder.isNormalized = isNormalized
    let weight = try #require(
      try autoencoder.graph(inputs: inputs, seed: 1).parameters["encoder.0.weight"])
    let he = Initialization.he.weight(
      inputs: inputs, outputs: units, stream: RandomStream(seed: 1, purpose: "encoder.0.weight"))
    let scale = isSmaller ? (2 * Float(inputs) / Float(units)).squareRoot() : 1
    #expect(weight.elements == he.elements.map { $0 * scale })
    #expect((scale < 1) == isSmaller)
  }

  @Test func theGraphOfTheUntiedOneWithoutNoise() throws {
    let graph = try DenoisingAutoencoder(
      units: 5, activation: .tanh, loss: .squaredError, decoderActivation: .linear, isTied: false
    ).graph(inputs: 7, seed: 1)
    #expect(
      graph.nodes.map(\.name) == [
        "input", "encoder.0", "code.0", "decoder.0", "reconstruction.0", "loss.0",
      ])
    #expect(graph["encoder.0"]?.inputs == ["input"])
    #expect(graph["loss.0"]?.inputs == ["reconstruction.0", "input"])
    #expect(graph.parameters["decoder.0.weight"]?.shape == Shape(rows: 5, columns: 7))
    #expect(graph.parameterCount == 2 * 7 * 5 + 5 + 7)
  }

  /// With every input masked the reconstruction knows nothing of the example, and the loss is its
  /// distance to the clean one.
  @Test(arguments: [true, false])
  func theLossIsTakenAgainstTheCleanInput(isTied: Bool) throws {
    let graph = try DenoisingAutoencoder(units: 20, corruption: .masking(1), isTied: isTied)
      .graph(inputs: 18, seed: 2)
    let features = Toy.features(rows: 10, columns: 18, seed: 2)
    let noise = Workspace.Noise(seed: 3)
    func inference(_ target: String) throws -> Inference {
      try Inference(graph, target: target, noise: noise, execution: Execution(threads: 1))
    }
    let logits = try inference("decoder.0").values(for: features)
    let expected = zip(logits.elements, features.elements).reduce(0.0) { sum, pair in
      let (z, x) = (Double(pair.0), Double(pair.1))
      return sum - x * log(1 / (1 + exp(-z))) - (1 - x) * log(1 / (1 + exp(z)))
    }
    let found = try inference("loss.0").meanLoss(of: features)
    #expect(abs(found * 10 / expected - 1) < 1e-6)
  }

  @Test func severalNoisesAreAChain() throws {
    let graph = try DenoisingAutoencoder(
      units: 5, corruption: .masking(0.25), .saltAndPepper(0.1).changing(to: 0.2), .gaussian(0.1)
    ).graph(inputs: 7, layer: 1, seed: 1)
    #expect(
      graph.nodes[1...4].map { "\($0.name): \($0.operation.title) of \($0.inputs)" } == [
        #"corruption.1.1: masking 25 % of ["input"]"#,
        #"corruption.1.2: salt-and-pepper 10 % to 20 % of ["corruption.1.1"]"#,
        #"corruption.1: gaussian σ 0.1 of ["corruption.1.2"]"#,
        #"encoder.1: dense of ["corruption.1"]"#,
      ])
    #expect(graph["loss.1"]?.inputs == ["decoder.1", "input"])
    #expect(try graph.droppingDecoders().nodes.map(\.name) == ["input", "encoder.1", "code.1"])
  }

  /// The wrong target is an edge: x̃ in place of x. Without noise the two are one.
  @Test func theTargetIsAnEdge() throws {
    var autoencoder = DenoisingAutoencoder(units: 5, corruption: .masking(0.25), .bitFlip(0.1))
    let clean = try autoencoder.graph(inputs: 7, seed: 1)
    autoencoder.target = .corrupted
    let corrupted = try autoencoder.graph(inputs: 7, seed: 1)
    #expect(corrupted["loss.0"]?.inputs == ["decoder.0", "corruption.0"])
    #expect(corrupted.nodes.dropLast() == clean.nodes.dropLast())
    #expect(corrupted.parameters == clean.parameters)
    autoencoder.corruption = []
    #expect(try autoencoder.graph(inputs: 7, seed: 1)["loss.0"]?.inputs == ["decoder.0", "input"])
  }

  /// Gaussian noise touches everything, so of these three noises two count.
  @Test func emphasisIsAnEdge() throws {
    var autoencoder = DenoisingAutoencoder(
      units: 5, corruption: .masking(0.25), .gaussian(0.1), .saltAndPepper(0.1))
    autoencoder.emphasis = Emphasis(corrupted: 1, untouched: 0.5)
    let graph = try autoencoder.graph(inputs: 7, seed: 1)
    #expect(graph["emphasis.0"]?.inputs == ["corruption.0.1", "corruption.0"])
    #expect(graph["emphasis.0"]?.operation.title == "emphasis α 1.0, β 0.5")
    #expect(graph["encoder.0"]?.inputs == ["corruption.0"])
    #expect(graph["loss.0"]?.inputs == ["decoder.0", "input", "emphasis.0"])
    #expect(try graph.droppingDecoders().nodes.map(\.name) == ["input", "encoder.0", "code.0"])
  }

  /// With penalties the loss is a sum; they go with the decoder.
  @Test func penaltiesAreTermsOfTheLoss() throws {
    var autoencoder = DenoisingAutoencoder(units: 5)
    autoencoder.contraction = 0.1
    autoencoder.sparsity = Sparsity(target: 0.05, strength: 3)
    let graph = try autoencoder.graph(inputs: 7, seed: 1)
    #expect(
      graph.nodes.dropFirst(5).map { "\($0.name): \($0.operation.title) of \($0.inputs)" } == [
        #"error.0: cross entropy of ["decoder.0", "input"]"#,
        #"contraction.0: contraction λ 0.1 of ["code.0"]"#,
        #"sparsity.0: sparsity ρ 0.05, β 3.0 of ["code.0"]"#,
        #"loss.0: sum of ["error.0", "contraction.0", "sparsity.0"]"#,
      ])
    #expect(try graph.droppingDecoders().nodes.map(\.name) == ["input", "encoder.0", "code.0"])
    // Nothing else changes: the penalties can be compared with noise from one start.
    #expect(try graph.parameters == DenoisingAutoencoder(units: 5).graph(inputs: 7, seed: 1).parameters)
  }

  /// Each rival does what it is for.
  @Test func penaltiesMakeWhatTheyPenaliseSmall() throws {
    let features = Toy.features(rows: 60, seed: 4)
    func code(_ change: (inout DenoisingAutoencoder) -> Void) throws -> (values: Matrix, weight: Matrix) {
      var autoencoder = DenoisingAutoencoder(units: 30)
      change(&autoencoder)
      let pretraining = GreedyPretraining(layers: [
        .init(
          autoencoder: autoencoder,
          training: TrainingRecipe(epochs: 60, batchSize: 10, learningRate: 0.05))
      ])
      let stack = try pretraining.fit(features, seed: 1)
      return (
        try stack.values(of: "code.0", for: features), try #require(stack.parameters["encoder.0.weight"])
      )
    }
    func contraction(_ code: (values: Matrix, weight: Matrix)) -> Float {
      let squares = code.weight.elements.enumerated().reduce(into: [Float](repeating: 0, count: 30)) {
        $0[$1.offset % 30] += $1.element * $1.element
      }
      return code.values.elements.enumerated().reduce(0) {
        let slope = $1.element * (1 - $1.element)
        return $0 + slope * slope * squares[$1.offset % 30]
      } / 60
    }
    func mean(_ code: (values: Matrix, weight: Matrix)) -> Float {
      code.values.elements.reduce(0, +) / Float(code.values.count)
    }
    let plain = try code { _ in }
    let contracted = try code { $0.contraction = 0.5 }
    let sparse = try code { $0.sparsity = Sparsity(target: 0.1, strength: 3) }
    #expect(contraction(contracted) < 0.5 * contraction(plain))
    #expect(abs(mean(sparse) - 0.1) < 0.05)
    #expect(mean(plain) > 0.2)
  }

  @Test(arguments: Activation.allCases, [1, 2] as [UInt64])
  func weightsBeginAsTheirActivationWants(activation: Activation, seed: UInt64) throws {
    let graph = try DenoisingAutoencoder(units: 60, activation: activation)
      .graph(inputs: 90, seed: seed)
    let weight = try #require(graph.parameters["encoder.0.weight"]).elements.map(Double.init)
    let variance = weight.reduce(0) { $0 + $1 * $1 } / Double(weight.count)
    // Uniform within ±a has the variance a²/3.
    let glorot = 6.0 / (90 + 60) / 3
    // Those from 0 to 1 want four times Glorot's limit, those that are flat on one side He's, the others Glorot's.
    let isRectifier =
      activation.range.upperBound > 1
      && activation.slope(at: Double(max(activation.range.lowerBound, -1))) < 0.5
    let expected = isRectifier ? 2.0 / 90 : activation.range == 0...1 ? 16 * glorot : glorot
    #expect(abs(variance / expected - 1) < 5 * (2 / Double(weight.count)).squareRoot())
    let limit = weight.reduce(0) { max($0, abs($1)) }
    if !isRectifier { #expect(limit <= (3 * expected).squareRoot() * (1 + 1e-6)) }
    #expect(
      try DenoisingAutoencoder(units: 60, activation: activation).graph(inputs: 90, seed: seed + 1)
        .parameters["encoder.0.weight"] != graph.parameters["encoder.0.weight"])
  }

  @Test func aGivenInitializationIsTaken() throws {
    let graph = try DenoisingAutoencoder(units: 30, isTied: false, initialization: .uniform(limit: 0.01))
      .graph(inputs: 40, seed: 1)
    for name in ["encoder.0.weight", "decoder.0.weight"] {
      let largest = try #require(graph.parameters[name]).elements.map(abs).max() ?? 0
      #expect(largest <= 0.01 && largest > 0.0095)
    }
  }

  @Test func whatDoesNotGoTogetherIsRefused() {
    func message(_ autoencoder: DenoisingAutoencoder) -> String? {
      let error = #expect(throws: (any Error).self) { try autoencoder.graph(inputs: 4, seed: 1) }
      return error.map { "\($0)" }
    }
    #expect(
      message(DenoisingAutoencoder(units: 3, decoderActivation: .tanh))
        == "decoderActivation: expected sigmoid, which cross-entropy needs, found tanh; "
        + "take sigmoid units or the squared error")
    #expect(
      message(DenoisingAutoencoder(units: 3, loss: .multiclassHinge))
        == "loss: expected cross-entropy or squared-error, found multiclass-hinge; "
        + "an autoencoder is compared with its input, not with labels")
    #expect(message(DenoisingAutoencoder(units: 0)) == "units is 0 wide; a width is at least 1")
    #expect(
      message(DenoisingAutoencoder(units: 3, corruption: .masking(2)))
        == "corruption.0 has a level of 2.0; it must be a probability, 0 to 1")
    var wrong = DenoisingAutoencoder(units: 3, corruption: .gaussian(0.1))
    wrong.emphasis = Emphasis(corrupted: 1, untouched: 0)
    #expect(
      message(wrong)
        == "emphasis: expected a noise that leaves some elements untouched, so that the others can be "
        + "emphasised, found gaussian σ 0.1; take masking, for example, or leave emphasis out")
    wrong.emphasis = nil
    wrong.target = .corrupted
    #expect(
      message(wrong)
        == "target: expected clean, since cross-entropy needs targets from 0 to 1, found corrupted, with "
        + "gaussian noise, which leaves that range; take the squared error, or another noise")
  }

  @Test(arguments: [
    DenoisingAutoencoder(units: 3),
    DenoisingAutoencoder(
      units: 9, corruption: .gaussian(0.5), activation: .relu, loss: .squaredError,
      decoderActivation: .linear, isTied: false, initialization: .glorot(gain: 2)),
  ])
  func aShapeComesBackFromJSON(autoencoder: DenoisingAutoencoder) throws {
    let data = try JSONEncoder().encode(autoencoder)
    #expect(try JSONDecoder().decode(DenoisingAutoencoder.self, from: data) == autoencoder)
  }
}
