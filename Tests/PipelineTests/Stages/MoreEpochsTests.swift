import Foundation
import StrataCheckpoints
import StrataFiles
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Runs that are finished and get more epochs: they end in the bits of a run that was begun with all of them.
struct MoreEpochsTests {
  private func bits(_ run: RunFolder) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try run.names where name.hasSuffix(".safetensors") || name == "recipe.yml" {
      files[name] = FileManager.default.contents(atPath: run.file(name).path)
    }
    return files
  }

  private func resume(_ tiny: TinyRun, _ run: RunFolder, _ assignment: String) throws -> RunFolder {
    var options = tiny.options
    options.assignments = [assignment]
    if run.record.stage == .pretrain {
      _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    } else {
      _ = try FinetuneStage(options, from: .stopped(run.name), console: tiny.console).run()
    }
    return try tiny.store.open(run.name)
  }

  /// The optimizer, the epochs of two layers, and those that they get.
  @Test(arguments: [
    ("sgd", "[2, 2]", "[2, 5]"), ("sgd", "2", "4"), ("sgd", "[2, 1]", "[3, 1]"), ("adam", "[2, 2]", "[2, 3]"),
  ])
  func aStackGoesOn(optimizer: String, before: String, after: String) throws {
    var tiny = try TinyRun(TinyDigits(), "pretraining.optimizer=\(optimizer)", "pretraining.epochs=\(before)")
    let short = try tiny.pretrain()
    let extended = try resume(tiny, short, "pretraining.epochs=\(after)")
    tiny.options.assignments.append("pretraining.epochs=\(after)")
    let whole = try tiny.pretrain()
    #expect(try bits(extended) == bits(whole))
    #expect(extended.record.status == .finished)
    #expect(extended.record.command.contains("pretraining.epochs=\(after)"))
    let lines = try [extended, whole].map { run in
      try run.metrics(as: PretrainingMetrics.self).map {
        [Double($0.layer), Double($0.epoch), $0.trainingLoss]
      }
    }
    #expect(lines[0] == lines[1])
  }

  /// The weights that the run ended with are no longer its last ones.
  @Test func goingOnMayBeInterrupted() throws {
    let tiny = try TinyRun(TinyDigits(), "pretraining.epochs=2")
    let run = try tiny.pretrain()
    #expect(run.record.files?["last.safetensors"]?.count == 64)
    var options = tiny.options
    options.assignments = ["pretraining.epochs=4"]
    options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) {
      try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(try tiny.store.open(run.name).record.files == nil)
    options.stopRequest = StopRequest()
    _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    let whole = try tiny.store.open(run.name)
    #expect(whole.record.status == .finished && whole.record.files != run.record.files)
  }

  /// The last epoch is looked at because it is the last. Where a longer run would not have looked there, that is said.
  @Test(arguments: [(1, false), (100_000, true)]) func aLookAtAnEarlierEndIsSaid(interval: Int, isSaid: Bool)
    throws
  {
    let tiny = try TinyRun(
      settings: ["fine_tuning.schedule=constant", "fine_tuning.validation_interval=\(interval)"])
    let short = try tiny.finetune(from: .scratch)
    _ = try resume(tiny, short, "fine_tuning.epochs=6")
    #expect(tiny.capture.words.contains("epoch 3 was the last, so it was looked at") == isSaid)
  }

  @Test(arguments: ["sgd", "adam"]) func aNetworkGoesOn(optimizer: String) throws {
    let settings = ["fine_tuning.optimizer=\(optimizer)", "fine_tuning.schedule=constant", "split=last"]
    let tiny = try TinyRun(settings: settings)
    let stack = try tiny.pretrain()
    let short = try tiny.finetune(from: .run(stack.name))
    var longer = tiny.options
    longer.assignments.append("fine_tuning.epochs=6")
    let whole = try FinetuneStage(longer, from: .run(stack.name), console: tiny.console).run()
    let extended = try resume(tiny, short, "fine_tuning.epochs=6")
    #expect(try bits(extended) == bits(tiny.store.open(URL(filePath: whole.run).lastPathComponent)))

    // Stopped on the way, it goes on without being told again.
    var stopped = tiny.options
    stopped.assignments = ["fine_tuning.epochs=8"]
    stopped.stopRequest = StopRequest()
    stopped.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) {
      try FinetuneStage(stopped, from: .stopped(short.name), console: tiny.console).run()
    }
    var plain = tiny.options
    plain.assignments = []
    _ = try FinetuneStage(plain, from: .stopped(short.name), console: tiny.console).run()
    #expect(try tiny.store.open(short.name).metrics(as: FineTuningMetrics.self).count == 8)
  }

  @Test func whatCannotGoOnIsRefused() throws {
    func refusal(_ settings: [String], _ stage: RunRecord.Stage, _ assignment: String) throws -> InputError? {
      let tiny = try TinyRun(settings: settings)
      var run = try tiny.pretrain()
      if stage == .finetune { run = try tiny.finetune(from: .run(run.name)) }
      let before = try bits(run)
      let error = inputError { _ = try resume(tiny, run, assignment) }
      #expect(try bits(tiny.store.open(run.name)) == before)
      #expect(try tiny.store.open(run.name).record.status == .finished)
      return error
    }
    let decaying = try #require(
      try refusal(["fine_tuning.schedule=linear-decay"], .finetune, "fine_tuning.epochs=99"))
    #expect(decaying.place == "fine_tuning.epochs")
    #expect(decaying.advice.description.contains("finetune --from"))
    let fewer = try #require(
      try refusal(["fine_tuning.schedule=constant"], .finetune, "fine_tuning.epochs=1"))
    #expect(fewer.expected.hasPrefix("at least "))
    let fading = try #require(
      try refusal(["stack.corruption=masking 0.5 to 0.1"], .pretrain, "pretraining.epochs=9"))
    #expect(fading.expected.contains("noise"))
    let lower = try #require(
      try refusal(["pretraining.optimizer=adam"], .pretrain, "pretraining.epochs=9"))
    #expect(lower.advice.description.hasPrefix("give the top layer more epochs"))
  }
}
