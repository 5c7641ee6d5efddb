import Foundation
import Glibc
import StrataCheckpoints
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataStages

/// Numbers that go wrong while a stage trains.
struct NumericalFailureTests {
  /// Linear units with a rate that doubles every error: after some steps it is too large for a Float.
  private func diverging(_ more: String...) throws -> TinyRun {
    var tiny = try TinyRun(
      TinyDigits(), "stack.activation=linear", "stack.decoder_activation=linear",
      "stack.loss=squared-error", "pretraining.epochs=200")
    tiny.options.assignments += more
    return tiny
  }

  @Test func theErrorNamesLayerEpochStepRateAndGradient() throws {
    // The second layer alone has a rate that is too high.
    let tiny = try diverging("pretraining.learning_rate=[0.001, 3]", "pretraining.epochs=[2, 200]")
    let error = try #require(inputError { _ = try tiny.pretrain() })
    #expect(error.kind == .numericalFailure)
    let run = try tiny.store.newestUnfinished(.pretrain)
    let pattern =
      #/layer 2, loss\.1, epoch [0-9]+, step [1-5] of 5: expected a finite .+, found .+ at learning rate 3\.0; /#
    #expect(
      error.description.firstMatch(of: pattern)?.range.lowerBound == error.description.startIndex, "\(error)")
    #expect(error.found.contains("; the largest gradient is "))
    #expect(
      error.inProgram.advice.description
        == "lower the learning rate, or limit the weights (max_norm); the last good checkpoint is "
        + run.file("last.safetensors").path)
    #expect(run.record.status == .failed)
    #expect(run.record.failure == error.wordsOfProgram)
    // It is whole, and of before.
    let state = try #require(try run.checkpoint(.last).training())
    #expect(
      state.parameters.names.allSatisfy { state.parameters[$0]?.elements.allSatisfy(\.isFinite) == true })
    #expect(
      try run.metrics(as: PretrainingMetrics.self).allSatisfy { $0.validationLoss?.isFinite == true })
  }

  @Test func beforeTheFirstCheckpointThereIsNoneToName() throws {
    let tiny = try diverging("pretraining.learning_rate=1e30")
    let error = try #require(inputError { _ = try tiny.pretrain() })
    #expect(error.place.hasPrefix("layer 1, loss.0, epoch 1, step "))
    #expect(error.inProgram.advice == "lower the learning rate, or limit the weights (max_norm)")
  }

  @Test func fineTuningKeepsItsBestWeights() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.activation=linear", "stack.loss=squared-error", "stack.decoder_activation=linear",
      "fine_tuning.optimizer=sgd", "fine_tuning.schedule=constant", "fine_tuning.learning_rate=1",
      "fine_tuning.weight_decay=4", "fine_tuning.epochs=500")
    _ = try tiny.pretrain()
    let error = try #require(inputError { _ = try tiny.finetune() })
    #expect(error.kind == .numericalFailure)
    #expect(error.place.hasPrefix("loss, epoch "), "\(error)")
    #expect(error.found.contains(" at learning rate 1.0; the largest gradient is "))
    let run = try tiny.store.newestUnfinished(.finetune)
    #expect(
      error.advice.description.hasSuffix("; the last good checkpoint is \(run.file("last.safetensors").path)")
    )
    for name in [RunFolder.CheckpointName.last, .best] {
      let parameters = try run.checkpoint(name).graph().parameters
      #expect(parameters.names.allSatisfy { parameters[$0]?.elements.allSatisfy(\.isFinite) == true })
    }
  }

  /// Nothing is trained when a later layer's loss cannot take what the layer below gives it.
  @Test(arguments: ["tanh", "relu", "linear"])
  func codesOutsideTheUnitIntervalAreRefusedBeforeTraining(activation: String) throws {
    let tiny = try TinyRun(TinyDigits(), "stack.activation=\(activation)")
    let error = try #require(inputError { _ = try tiny.pretrain() })
    #expect(error.kind == .recipe)
    #expect(
      error.description.hasPrefix(
        "stack.loss: expected squared-error in layer 2, whose inputs are codes of \(activation) units, "),
      "\(error)")
    #expect(!FileManager.default.fileExists(atPath: tiny.options.runs))
  }
}
