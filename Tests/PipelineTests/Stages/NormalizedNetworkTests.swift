import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataRecipes
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataStages

/// A stack and a network with batch normalization, from the first layer to the table.
struct NormalizedNetworkTests {
  private static let settings = [
    "stack.normalization=batch", "stack.activation=relu", "stack.loss=squared-error",
    "stack.decoder_activation=linear", "stack.code_noise=gaussian 0.1", "pretraining.learning_rate=0.01",
    "fine_tuning.noise=gaussian 0.3", "fine_tuning.input_noise=gaussian 0.1", "fine_tuning.epochs=12",
  ]

  /// Deviations that nobody measured are 1 still.
  private func measured(_ graph: LayerGraph) -> [Bool] {
    graph.parameters.names.filter { $0.hasSuffix(".deviation") }.map { name in
      graph.parameters[name]?.elements.contains { $0 != 1 } ?? false
    }
  }

  @Test func statisticsAreMeasuredInEveryLayerAndStage() throws {
    let tiny = try TinyRun(settings: Self.settings)
    let stack = try tiny.pretrain().model(.last)
    #expect(measured(stack) == [true, true])
    #expect(try stack.reconstructing().nodes.count { $0.role == .normalization } == 2)
    let run = try tiny.finetune()
    let network = try run.model(.best)
    #expect(measured(network) == [true, true])
    #expect(network.parameters["normalization.0.mean"] != stack.parameters["normalization.0.mean"])
    // Noise within the layers is there in training, and on what is standardized.
    #expect(network["noise.normalization.1"]?.inputs == ["normalization.1"])
    #expect(network["shift.1"]?.inputs == ["noise.normalization.1"])
    #expect(network["noise.input"]?.inputs == ["dropout.input"])
    // What was kept is what was validated.
    let session = try tiny.session()
    let evaluation = try Classifier(network).evaluate(on: session.dataset.validation)
    #expect(evaluation.error.count == run.record.validationErrors)
    #expect(throws: Never.self) { try tiny.evaluate(run.name) }
  }

  /// The codes that a layer learns from are those of an inference pass of the ones below.
  @Test func aLayerLearnsFromCodesByMeasuredStatistics() throws {
    let tiny = try TinyRun(settings: Self.settings)
    let session = try tiny.session()
    let stack = try session.recipe.greedyPretraining().fit(session.dataset.examples, seed: 1)
    let again = try stack.features(of: "normalization.0").measuringStatistics(on: session.dataset.examples)
    #expect(
      stack.parameters["normalization.0.mean"] == again.parameters["normalization.0.mean"])
    let codes = try stack.values(of: "normalization.0", for: session.dataset.examples)
    for unit in 0..<codes.columns {
      let column = codes.column(unit)
      #expect(abs(column.reduce(0, +) / Float(codes.rows)) < 1e-3)
    }
  }

  /// A network that begins from a fine-tuned one has none of its noise.
  @Test func noiseIsNotHandedOn() throws {
    let tiny = try TinyRun(settings: Self.settings)
    _ = try tiny.pretrain()
    let first = try tiny.finetune()
    let second = try tiny.finetune(from: .run(first.name)).model(.best)
    #expect(second.nodes.map(\.name) == (try first.model(.best)).nodes.map(\.name))
  }

  /// One example has no spread, so nothing below a normalization would learn.
  @Test func aBatchOfOneIsRefused() throws {
    let tiny = try TinyRun(settings: Self.settings + ["pretraining.batch_size=1"])
    let error = #expect(throws: InputError.self) { try tiny.pretrain() }
    #expect(error?.expected == "2 or more where units are normalized over the batch")
    #expect(error?.place == "pretraining.batch_size")
  }

  @Test(arguments: ["fine_tuning.noise=swap 0.1", "stack.code_noise=bit-flip 0.1"])
  func noiseForExamplesIsRefusedWithinLayers(assignment: String) throws {
    let tiny = try TinyRun(settings: [assignment])
    let error = #expect(throws: InputError.self) { try tiny.pretrain() }
    #expect(error?.expected == "masking or gaussian noise within a layer")
  }

  @Test func contractionIsRefused() throws {
    let tiny = try TinyRun(settings: ["stack.normalization=batch", "stack.contraction=0.1"])
    let error = #expect(throws: InputError.self) { try tiny.pretrain() }
    #expect(error?.place == "stack.contraction")
  }

  @Test func aLevelOfNoiseInFineTuningIsWritten() throws {
    // Before anything is pretrained.
    let tiny = try TinyRun(settings: ["fine_tuning.noise=gaussian"])
    let error = #expect(throws: InputError.self) { try tiny.pretrain() }
    #expect(error?.place == "fine_tuning.noise" && error?.found == "gaussian")
  }
}
