import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataStages

struct FinetuneStageTests {
  @Test func aRunLeavesAFolderThatSaysEverything() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    #expect(
      try run.names == [
        ".lock", "best.safetensors", "graph.svg", "last.safetensors", "metrics.jsonl",
        "model.safetensors", "recipe.yml", "report.html", "run.json",
      ])
    #expect(run.record.stage == .finetune)
    #expect(run.record.status == .finished)
    #expect(run.record.model == .stackedDenoisingAutoencoder)
    #expect(run.record.parent == pretrained.name)
    #expect(run.record.parameters == 16 * 12 + 12 + 12 * 8 + 8 + 8 * 10 + 10)
    let metrics = try run.metrics(as: FineTuningMetrics.self)
    #expect(metrics.map(\.epoch) == [1, 2, 3])
    #expect(run.record.validationErrorPercent == metrics.compactMap(\.validationErrorPercent).min())
  }

  @Test func theBestEpochsWeightsAreKept() throws {
    let tiny = try TinyRun(TinyDigits(), "fine_tuning.learning_rate=0.05")
    _ = try tiny.pretrain()
    let outcome = try FinetuneStage(tiny.options, from: .newest, console: tiny.console).run()
    let run = try tiny.store.open(outcome.run)
    let best = try run.metrics(as: FineTuningMetrics.self).last { $0.isBest }
    #expect(best?.epoch == outcome.bestEpoch)
    #expect(try run.checkpoint(.best).graph().nodes == run.checkpoint(.last).graph().nodes)
    #expect(try run.checkpoint(.last).part("epoch", as: Int.self) == 3)
    #expect(try run.checkpoint(.last).optimizer().steps > 0)
  }

  /// Before the first step each weight of the encoder is, bit by bit, the one that pretraining left.
  @Test func checksumsShowThatTheFeaturesWereTransferred() throws {
    let tiny = try TinyRun()
    let stack = try tiny.pretrain().checkpoint(.last).graph()
    _ = try tiny.finetune()
    for name in ["encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias"] {
      let sum = try #require(stack.parameters[name]).checksum.prefix(16)
      #expect(tiny.capture.lines.contains { $0.contains(name) && $0.hasSuffix("\(sum) = \(sum)  equal") })
    }
    #expect(tiny.capture.lines.filter { $0.hasSuffix("  equal") }.count == 4)
  }

  /// The rate is too small to change any weight, so what comes out is what went in.
  @Test func trainingBeginsFromThePretrainedWeights() throws {
    let tiny = try TinyRun(
      TinyDigits(), "fine_tuning.optimizer=sgd", "fine_tuning.learning_rate=1e-30")
    let stack = try tiny.pretrain().checkpoint(.last).graph()
    let network = try tiny.finetune().checkpoint(.best).graph()
    for name in ["encoder.0.weight", "encoder.1.weight"] {
      #expect(network.parameters[name] == stack.parameters[name])
    }
    #expect(!network.parameters.names.contains { $0.hasPrefix("decoder") })
  }

  @Test func theNewestRunIsTakenAndNamed() throws {
    let tiny = try TinyRun()
    let first = try tiny.pretrain()
    let second = try tiny.pretrain()
    #expect(try tiny.finetune().record.parent == second.name)
    #expect(tiny.capture.words.contains("the newest pretraining run, "))
    #expect(try tiny.finetune(from: .run(first.name)).record.parent == first.name)
    #expect(try tiny.finetune(from: .run(first.url.path)).record.parent == first.name)
  }

  /// Training may begin from a network that is fine-tuned already, which is said, with the run that had seen no label.
  @Test func aFineTunedRunToBeginFromIsSaid() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let tuned = try tiny.finetune()
    #expect(!tiny.capture.words.contains("is fine-tuned already"))
    _ = try tiny.finetune(from: .run(tuned.name))
    #expect(tiny.capture.words.contains("\(tuned.name) is fine-tuned already"))
    #expect(tiny.capture.words.contains("for what pretraining left, name \(pretrained.name)"))
  }

  @Test func theRecipeOfThePretrainingRunIsInherited() throws {
    var tiny = try TinyRun(TinyDigits(), "name=inherited")
    let pretrained = try tiny.pretrain()
    tiny.options.assignments = ["fine_tuning.epochs=1"]
    let run = try tiny.finetune()
    var expected = try Recipe(yaml: pretrained.recipe(), at: "recipe.yml")
    expected.fineTuning.epochs = PerLayer(1)
    #expect(try Recipe(yaml: run.recipe(), at: "recipe.yml") == expected)
  }

  @Test func fromScratchHasTheSameShape() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let pretrained = try tiny.finetune()
    let scratch = try tiny.finetune(from: .scratch)
    #expect(scratch.record.model == .randomInitialisation)
    #expect(scratch.record.parent == nil)
    #expect(scratch.record.parameters == pretrained.record.parameters)
    let graphs = try [pretrained, scratch].map { try $0.checkpoint(.best).graph() }
    #expect(graphs[0].nodes == graphs[1].nodes)
    #expect(graphs[0].parameters != graphs[1].parameters)
  }

  /// What would change nothing is not recorded as if it had.
  @Test(arguments: [
    "pretraining.epochs=3", "stack.corruption=none", "stack.tied=false", "pretraining.optimizer=adam",
  ])
  func fromScratchTakesNoKeysOfPretraining(assignment: String) throws {
    var tiny = try TinyRun()
    tiny.options.assignments = [assignment]
    let error = try #require(
      inputError { _ = try FinetuneStage(tiny.options, from: .scratch, console: tiny.console) })
    #expect(error.kind == .usage)
    #expect(error.place == "--set \(assignment.prefix { $0 != "=" })")
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    func tensors() throws -> [String: Tensor] {
      let tiny = try TinyRun()
      _ = try tiny.pretrain()
      return try tiny.finetune().checkpoint(.best).tensors
    }
    #expect(try tensors() == tensors())
  }

  @Test func withoutAPretrainingRunTheErrorNamesTheCommand() throws {
    let tiny = try TinyRun()
    let error = try #require(inputError { _ = try tiny.finetune() })
    #expect(error.kind == .missingInput)
    #expect(error.advice == "run: mnist-pipeline pretrain --runs \(tiny.options.runs)")
  }

  @Test func anotherKindOfRunIsRefused() throws {
    let tiny = try TinyRun()
    let baseline = try BaselineStage(tiny.session(), model: .logisticRegression).run()
    let error = try #require(inputError { _ = try tiny.finetune(from: .run(baseline.run)) })
    #expect(error.expected == "a finished pretraining run")
    #expect(error.found == "a run of baseline, marked finished")
  }

  @Test func imagesOfAnotherSizeAreRefused() throws {
    var tiny = try TinyRun()
    let run = try tiny.pretrain()
    try TinyDigits(side: 5).write(to: tiny.folder, "larger")
    tiny.options.dataset = tiny.folder("larger").path
    let error = try #require(inputError { _ = try tiny.finetune() })
    #expect(error.kind == .malformedData)
    #expect(error.expected == "images of 16 pixels, the inputs of \(run.name)")
    #expect(error.found == "images of 25 pixels (5 × 5)")
  }
}
