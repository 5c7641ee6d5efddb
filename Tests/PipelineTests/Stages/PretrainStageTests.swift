import Foundation
import StrataCheckpoints
import StrataDatasets
import StrataDrawings
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataRecipes
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

struct PretrainStageTests {
  @Test func aRunLeavesAFolderThatSaysEverything() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let pictures = PNG.isAvailable ? ["filters.png", "reconstructions.png"] : []
    let others = [
      "graph.svg", "last.safetensors", "metrics.jsonl", "model.safetensors", "recipe.yml",
      "report.html", "run.json",
    ]
    #expect(try run.names == [".lock"] + (others + pictures).sorted())
    #expect(run.record.stage == .pretrain)
    #expect(run.record.status == .finished)
    #expect(run.record.seed == 1)
    #expect(run.record.dataset.name == "digits")
    #expect(run.record.dataset.train == 100)
    #expect(run.record.dataset.validation == 20)
    #expect(run.record.dataset.test == 100)
    #expect(run.record.dataset.sha256.count == 64)
    #expect(run.record.command.hasPrefix("swift run mnist-pipeline pretrain --set 'stack.units=[12, 8]'"))
    #expect(run.record.parameters == 16 * 12 + 12 + 16 + 12 * 8 + 8 + 12)
    #expect(run.record.trainingSeconds > 0)
    #expect(run.record.versions["mnist-pipeline"] == Version.current)
    var recipe = try tiny.options.recipe()
    recipe.split = .seed
    #expect(try Recipe(yaml: run.recipe(), at: "recipe.yml") == recipe)
  }

  @Test func everyEpochLeavesALine() throws {
    let tiny = try TinyRun(TinyDigits(), "pretraining.learning_rate=1")
    let metrics = try tiny.pretrain().metrics(as: PretrainingMetrics.self)
    #expect(metrics.map(\.layer) == [1, 1, 2, 2])
    #expect(metrics.map(\.epoch) == [1, 2, 1, 2])
    #expect(metrics.allSatisfy { $0.trainingLoss.isFinite && $0.validationLoss?.isFinite == true })
    try #require(metrics.count == 4)
    #expect(metrics[1].trainingLoss < metrics[0].trainingLoss)
  }

  @Test func theCheckpointHoldsTheStackAndWhatItTakesToUseIt() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let checkpoint = try run.checkpoint(.last)
    let graph = try checkpoint.graph()
    #expect(graph.inputWidth == 16)
    #expect(try graph.width(of: "code.1") == 8)
    #expect(
      graph.parameters.names == [
        "encoder.0.weight", "encoder.0.bias", "decoder.0.bias", "encoder.1.weight", "encoder.1.bias",
        "decoder.1.bias",
      ])
    let encoding = Encoding(layout: .image(height: 4, width: 4), scaling: .pixels)
    #expect(try checkpoint.part("encoding", as: Encoding.self) == encoding)
    #expect(try checkpoint.part("class_names", as: [String].self) == (0..<10).map(String.init))
    #expect(try checkpoint.part("seed", as: UInt64.self) == 1)
    #expect(try checkpoint.part("dataset_sha256", as: String.self) == tiny.session().dataset.sha256)
    var recipe = try tiny.options.recipe()
    recipe.split = .seed
    #expect(try checkpoint.part("recipe", as: String.self) == recipe.yaml)
    #expect(try checkpoint.part("versions", as: [String: String].self) == run.record.versions)
  }

  @Test func theSameSeedGivesTheSameBits() throws {
    func tensors(seed: UInt64) throws -> [String: Tensor] {
      var tiny = try TinyRun()
      tiny.options.seed = seed
      return try tiny.pretrain().checkpoint(.last).tensors
    }
    let first = try tensors(seed: 3)
    #expect(try tensors(seed: 3) == first)
    #expect(try tensors(seed: 4) != first)
  }

  @Test func theHeaderSaysWhatTheWorkIsDoneWith() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let text = tiny.capture.words
    #expect(text.hasPrefix("Pretraining without labels data "))
    #expect(text.contains("100 training, 20 validation and 100 test"))
    #expect(text.contains("sha256 \(run.record.dataset.sha256.prefix(16))…"))
    #expect(text.contains("sdae-3, seed 1"))
    #expect(text.contains("1 thread, float32"))
    #expect(text.contains("batch × 12"))
    #expect(text.contains("16 → 12, masking 25 %"))
    #expect(text.contains("12 → 8, masking 25 %"))
    #expect(text.contains(run.url.relativePath))
  }

  /// A loss that is no longer a number ends the run, and the run says so.
  @Test func aRunThatGoesWrongIsMarkedFailed() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.activation=linear", "stack.decoder_activation=linear",
      "stack.loss=squared-error", "pretraining.learning_rate=1e30")
    let error = try #require(inputError { _ = try tiny.pretrain() })
    #expect(error.kind == .numericalFailure)
    let names = try FileManager.default.contentsOfDirectory(atPath: tiny.options.runs).sorted()
    #expect(names.count == 2 && names[1] == "index.html")
    let run = try tiny.store.open(names[0])
    #expect(run.record.status == .failed)
    #expect(run.record.failure == error.wordsOfProgram)
    #expect(inputError { _ = try tiny.finetune() }?.found == "only \(names[0]) (marked failed)")
  }

  @Test func nothingIsOverwritten() throws {
    let tiny = try TinyRun()
    let first = try tiny.pretrain()
    let before = try tiny.folder.contents
    let second = try tiny.pretrain()
    #expect(first.name != second.name)
    var after = try tiny.folder.contents.filter { before[$0.key] != nil }
    // The list of all runs grows with them.
    after["runs/index.html"] = before["runs/index.html"]
    #expect(after == before)
  }
}
