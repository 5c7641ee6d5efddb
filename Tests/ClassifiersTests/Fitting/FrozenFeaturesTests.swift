import StrataLayerGraph
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// Linear models on features that no longer change.
struct FrozenFeaturesTests {
  private let examples = ToyClasses.clouds(rows: 120, width: 0.9, seed: 3)

  private func encoder(units: Int = 12) throws -> LayerGraph {
    try ToyClasses.network(units: units, seed: 7).features(of: "code.0")
  }

  private func codes(_ encoder: LayerGraph) throws -> LabelledFeatures {
    try LabelledFeatures(encoder.values(of: "code.0", for: examples.features), labels: examples.labels)
  }

  /// The network scores inputs as the linear model scores their codes, to the bit, and has the encoder's very weights.
  @Test(arguments: [true, false]) func theNetworkIsTheEncoderAndTheModel(isRegression: Bool) throws {
    let encoder = try encoder()
    let codes = try codes(encoder)
    let linear =
      try isRegression
      ? LogisticRegression(weightDecay: 0.01).fit(codes, classes: 3)
      : LinearSVM(weightDecay: 0.01).fit(codes, classes: 3, seed: 1)
    let network = try linear.onTop(of: encoder)
    #expect(try network.scores(for: examples.features) == linear.scores(for: codes.features))
    #expect(try network.probabilities(for: examples.features) == linear.probabilities(for: codes.features))
    for name in encoder.parameters.names {
      #expect(network.graph.parameters[name] == encoder.parameters[name])
    }
    #expect(network.hasProbabilities == isRegression)
    #expect(network.convergence == linear.convergence && linear.convergence != nil)
    #expect(network.graph.parameterCount == encoder.parameterCount + 12 * 3 + 3)
  }

  @Test func otherFeaturesAreRefused() throws {
    let linear = try LogisticRegression(iterations: 5).fit(codes(encoder()), classes: 3)
    #expect(throws: (any Error).self) { try linear.onTop(of: encoder(units: 11)) }
    #expect(throws: (any Error).self) { try linear.onTop(of: ToyClasses.network(seed: 7)) }
  }
}
