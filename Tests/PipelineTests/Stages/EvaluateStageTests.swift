import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

struct EvaluateStageTests {
  private func kinds(_ outcome: EvaluateStage.Outcome) -> [ModelKind] {
    outcome.table.models.map(\.kind)
  }

  private func names(of tiny: TinyRun, _ stage: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: tiny.options.runs)
      .filter { $0.contains(stage) }.sorted()
  }

  @Test func aMissingBaselineIsTrainedOnTheSpotAndOnce() throws {
    let tiny = try TinyRun(TinyDigits(mislabelled: 10))
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    let outcome = try tiny.evaluate()
    #expect(kinds(outcome) == [.logisticRegression, .stackedDenoisingAutoencoder])
    // A tenth of the test images bear a wrong label.
    #expect(outcome.table.models[0].testErrorPercent == 10)
    #expect(outcome.table.models[0].mcnemarP == nil)
    #expect(outcome.table.models[1].mcnemarP != nil)
    _ = try tiny.evaluate()
    #expect(try names(of: tiny, "baseline").count == 1)
  }

  @Test func whatWasTrainedBesideTheRunIsInTheTable() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    _ = try tiny.finetune(from: .scratch)
    _ = try BaselineStage(tiny.session(), model: .linearSVM).run()
    let outcome = try tiny.evaluate(run.name)
    #expect(
      kinds(outcome)
        == [.logisticRegression, .linearSVM, .randomInitialisation, .stackedDenoisingAutoencoder])
  }

  @Test func randomWeightsOfAnotherShapeAreNoComparison() throws {
    var tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    tiny.options.assignments.append("stack.units=[7]")
    _ = try tiny.finetune(from: .scratch)
    tiny.options.assignments.removeLast()
    #expect(kinds(try tiny.evaluate(run.name)) == [.logisticRegression, .stackedDenoisingAutoencoder])
  }

  @Test func theTimeOfPretrainingCounts() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    let row = try #require(try tiny.evaluate().table.models.last)
    #expect(row.trainingSeconds == run.record.trainingSeconds + pretrained.record.trainingSeconds)
    // It names the run that it began from; where that is to be made again too, its command stands in its place.
    let name = "--from \(pretrained.url.path)"
    #expect(run.record.command.contains(name))
    #expect(
      row.command == run.record.command.replacing(name, with: "--from \"$(\(pretrained.record.command))\""))
    #expect(row.run == run.name)
  }

  @Test func theTablesAreKept() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    let outcome = try tiny.evaluate()
    let run = try tiny.store.open(#require(outcome.run))
    #expect(
      try run.names == [
        ".lock", "accuracy.json", "accuracy.md", "calibration.json", "confusion.json", "confusion.md",
        "mistakes.json", "predictions.csv", "recipe.yml", "report.html", "run.json",
      ])
    #expect(try String(contentsOf: run.file("accuracy.md"), encoding: .utf8) == outcome.table.markdown)
    #expect(try String(contentsOf: run.file("accuracy.json"), encoding: .utf8) == outcome.table.json())
    #expect(
      try String(contentsOf: run.file("confusion.md"), encoding: .utf8) == outcome.confusion.markdown)
  }

  /// Nothing is kept in memory between stages: folders that were moved evaluate as they did.
  @Test func foldersAreReadWhereverTheyLie() throws {
    var tiny = try TinyRun(TinyDigits(mislabelled: 7))
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let before = try #require(try tiny.evaluate().table.models.last)
    try FileManager.default.moveItem(at: tiny.folder("runs"), to: tiny.folder("moved"))
    let after = try #require(
      try tiny.evaluate(tiny.folder("moved").appending(path: run.name).path).table.models.last)
    #expect(after.testErrorPercent == before.testErrorPercent)
    #expect(after.logLoss == before.logLoss)
    tiny.options.runs = tiny.folder("moved").path
    #expect(try tiny.evaluate().table.models.last?.run == run.name)
  }

  @Test func aDamagedModelIsRefused() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let file = run.file("best.safetensors")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: file)
    let error = try #require(inputError { _ = try tiny.evaluate() })
    #expect(error.kind == .malformedData)
    #expect(error.place == file.relativePath)
    #expect(error.advice.description.hasPrefix("it was damaged after it was written"))
  }

  @Test func aModelOfOtherNumbersThanThePixelsBecomeIsRefused() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    var model = try run.checkpoint(.best)
    model.removePart("encoding")
    try model.keep("pixel", as: "normalization")
    try run.forge(model, as: .best)
    let error = try #require(inputError { _ = try tiny.evaluate() })
    #expect(error.kind == .malformedData)
    #expect(error.place == run.file("best.safetensors").relativePath)
    #expect(error.expected == "a model of inputs pixel / 255")
    #expect(error.found == "\"pixel\"")
  }

  @Test func aRunWithoutAModelIsRefused() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    try FileManager.default.removeItem(at: run.file("best.safetensors"))
    let missing = try #require(inputError { _ = try tiny.evaluate() })
    #expect(missing.kind == .missingInput)
    #expect(missing.expected == "a model in best.safetensors")
    let other = try #require(inputError { _ = try tiny.evaluate(pretrained.name) })
    #expect(other.expected == "a fine-tuned or baseline run")
    #expect(other.found == "a run of pretrain")
  }

  /// Another run's weights would be reported under this one's name, seed and command.
  @Test func weightsOfAnotherRunAreRefused() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    let other = try tiny.finetune(from: .scratch)
    for name in ["best.safetensors", "model.safetensors"] {
      let own = try Data(contentsOf: run.file(name))
      try Data(contentsOf: other.file(name)).write(to: run.file(name))
      let error = try #require(
        inputError {
          if name.hasPrefix("best") { _ = try tiny.evaluate(run.name) } else { _ = try run.wholeModel() }
        })
      #expect(error.place == run.file(name).relativePath)
      #expect(error.expected.hasPrefix("the file that this run ended with, SHA-256 "))
      try own.write(to: run.file(name))
    }
    #expect(try tiny.evaluate(run.name).table.models.contains { $0.run == run.name })
    _ = try (run.wholeModel(), pretrained.wholeModel())
  }

  @Test(arguments: [
    ("validation_errors", "500"), ("validation_errors", "-1"), ("training_seconds", "-1"),
    ("validation", "0"), ("validation", "9223372036854775807"),
  ])
  func anImpossibleRecordIsRefused(key: String, value: String) throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let file = run.file("run.json")
    let pattern = try Regex("\"\(key)\" : [0-9.e-]+")
    try run.forgeRecord { $0.replacing(pattern, with: "\"\(key)\" : \(value)") }
    let error = try #require(inputError { _ = try tiny.evaluate(run.name) })
    #expect(error.kind == .malformedData)
    #expect(error.place == file.relativePath)
  }

  @Test func otherImagesThanThoseOfTrainingAreSaidToBeSo() throws {
    var tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    try TinyDigits(mislabelled: 5).write(to: tiny.folder, "others")
    tiny.options.dataset = tiny.folder("others").path
    let outcome = try tiny.evaluate()
    #expect(outcome.table.dataset.name == "others")
    #expect(tiny.capture.words.contains("\(run.name) was trained on digits, not on these examples"))
    let remark = try #require(outcome.table.remarks.first { $0.contains("are tested on") })
    #expect(remark.hasPrefix("100 of these 220 images are tested on"))
    #expect(remark.contains("evaluate --model") && remark.contains(tiny.folder("others").path))
  }
}
