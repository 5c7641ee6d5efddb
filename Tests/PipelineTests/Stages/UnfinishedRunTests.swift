import Foundation
import StrataClassifiers
import StrataFiles
import StrataReports
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Models of runs that have not ended: what they say is said to be that, or refused.
struct UnfinishedRunTests {
  private static func stop(_ run: RunFolder) throws {
    try run.openForWriting().update { $0.status = .interrupted }
  }

  /// A stack whose layers are not all there is no model, whatever asks for one.
  @Test func aStackHasToBeWhole() throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    tiny.options.stopRequest = StopRequest()
    let run = try tiny.store.newestUnfinished(.pretrain)
    let error = #expect(throws: InputError.self) {
      try ModelSource(run.name, tiny.options, console: tiny.console)
    }
    #expect(error?.found == "one that is marked interrupted")
    #expect(error.map { "\($0.advice.inProgram)" }?.contains("pretrain --resume") == true)
    // Nor does the model that comes with the program take its place.
    let other = #expect(throws: InputError.self) { try ModelSource(nil, tiny.options, console: tiny.console) }
    #expect(other?.found.contains(run.name) == true)
  }

  /// Who takes the checkpoint away is told that training begins anew, though it had come far; who never had one, too.
  @Test(arguments: [true, false]) func withoutItsCheckpointItBeginsAgain(hadOne: Bool) throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    try Self.stop(run)
    try FileManager.default.removeItem(at: run.file("last.safetensors"))
    if !hadOne { try Data().write(to: run.file("metrics.jsonl")) }
    _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    #expect(
      tiny.capture.words.contains(
        hadOne
          ? "is begun again: 4 epochs are recorded, but there is no last.safetensors to go on from"
          : "is begun again: it was stopped before its first checkpoint"))
  }

  /// The best weights so far of a network are a model, and the table says what they are.
  @Test func aNetworkIsSaidToBeUnfinished() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let finished = try tiny.finetune()
    #expect(
      try tiny.evaluate(finished.name).table.models.allSatisfy { $0.note?.contains("not finished") != true })
    let run = try tiny.finetune()
    try Self.stop(run)
    let model = try #require(tiny.evaluate(run.name).table.models.last)
    #expect(model.run == run.name)
    #expect(
      model.note?.contains("is not finished (interrupted), so its best weights so far are taken") == true)
    #expect(model.note?.contains("finetune --resume") == true)
    _ = try ModelSource(run.name, tiny.options, console: tiny.console)
    #expect(tiny.capture.words.contains("\(run.name) is not finished (interrupted)"))
    // Who names none is given the finished one, and told of the other.
    let source = try ModelSource(nil, tiny.options, console: tiny.console)
    #expect(source.place.hasSuffix(finished.name))
    #expect(
      tiny.capture.words.contains("\(run.name) is newer, but not finished (interrupted): it is passed over"))
  }

  /// What is advised can be done: a baseline is not gone on with.
  @Test func theWayOnIsOne() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    try Self.stop(pretrained)
    #expect(
      try tiny.store.open(pretrained.name).wayOn.hasPrefix("go on with it: mnist-pipeline pretrain --resume"))
    var linear = tiny
    linear.options.assignments = []
    let outcome = try BaselineStage(linear.options, model: .logisticRegression, console: linear.console).run()
    let baseline = try tiny.store.open(outcome.run)
    try Self.stop(baseline)
    #expect(try tiny.store.open(baseline.name).wayOn == "do it again: \(baseline.record.command)")
    let error = #expect(throws: InputError.self) { try tiny.store.newest(.baseline) }
    #expect(error.map { "\($0.advice)" }?.hasPrefix("do it again: ") == true)
  }

  /// A folder that somebody names has to hold a model; the usual one may do without.
  @Test func aFolderThatIsNamedHoldsAModel() throws {
    let tiny = try TinyRun()
    #expect(tiny.options.runs != PipelineOptions.usualRuns)
    let error = #expect(throws: InputError.self) { try ModelSource(nil, tiny.options, console: tiny.console) }
    #expect(error?.kind == .missingInput)
  }
}
