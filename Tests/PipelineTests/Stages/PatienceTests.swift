import Foundation
import StrataClassifiers
import StrataFiles
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// Training that patience ends, or has nothing to be patient over.
struct PatienceTests {
  /// A rate so small that nothing changes: there is no better epoch than the first.
  private static let settings = [
    "fine_tuning.optimizer=sgd", "fine_tuning.learning_rate=1e-45", "fine_tuning.schedule=constant",
    "fine_tuning.epochs=9", "fine_tuning.patience=2", "split=last",
  ]

  /// More epochs would change nothing, and the record would say that there had been more.
  @Test func moreEpochsAreRefusedWherePatienceEndedIt() throws {
    let tiny = try TinyRun(settings: Self.settings)
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let count = try run.metrics(as: FineTuningMetrics.self).count
    try #require(count < 9)
    var options = tiny.options
    options.assignments = ["fine_tuning.epochs=12"]
    let error = try #require(
      inputError { _ = try FinetuneStage(options, from: .stopped(run.name), console: tiny.console).run() })
    #expect(error.place == "fine_tuning.epochs")
    #expect(error.expected == "9, as fine_tuning.patience ended the run after \(count) and would again")
    #expect(try tiny.store.open(run.name).record == run.record)
  }

  @Test func withoutValidationItIsRefusedBeforeAnythingIsTrained() throws {
    let tiny = try TinyRun(settings: ["validation=none", "fine_tuning.patience=2"])
    let error = try #require(
      inputError { _ = try WholeRun(tiny.options, console: tiny.console).run() })
    #expect(error.place == "fine_tuning.patience")
    #expect(try tiny.store.all().isEmpty)
  }

  /// Whatever else is in the way of a decoder, from scratch there is none.
  @Test(arguments: ["relu", "tanh", "linear"]) func fromScratchAnyActivationGoes(activation: String) throws {
    let tiny = try TinyRun(settings: ["stack.activation=\(activation)"])
    let run = try tiny.finetune(from: .scratch)
    #expect(run.record.model == .randomInitialisation)
  }

  /// What is appended to a run reaches no copy that shares its files.
  @Test func aCopyByHardLinksStaysAsItIs() throws {
    let tiny = try TinyRun(settings: ["pretraining.epochs=2"])
    let run = try tiny.pretrain()
    let copies = tiny.folder("copies/\(run.name)")
    try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
    for name in try run.names where name != ".lock" {
      try FileManager.default.linkItem(at: run.file(name), to: copies.appending(path: name))
    }
    var options = tiny.options
    options.assignments = ["pretraining.epochs=4"]
    _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    let copy = try RunFolder(tiny.folder("copies/\(run.name)"))
    #expect(copy.record == run.record)
    #expect(try copy.metrics(as: PretrainingMetrics.self).count == 4)
    #expect(try tiny.store.open(run.name).metrics(as: PretrainingMetrics.self).count == 8)
  }

  /// The command gives other bits than the run has, which the table says.
  @Test func otherArithmeticInTheMidstOfARunIsSaid() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    try run.openForWriting().update { record in
      var earlier = record.arithmetic
      earlier.precision = "emulated-bfloat16"
      record.earlierArithmetic = [earlier]
    }
    let note = try #require(try tiny.evaluate(run.name).table.models.last?.note)
    #expect(note.contains("went on with other arithmetic than it began with"), "\(note)")
    #expect(note.contains("emulated-bfloat16; then "), "\(note)")
  }
}
