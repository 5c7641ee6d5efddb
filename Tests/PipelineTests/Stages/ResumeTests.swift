import Foundation
import Glibc
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import StrataRecipes
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Runs that are stopped and go on.
struct ResumeTests {
  /// Calls `body` until it ends without an interruption; returns how often it was interrupted.
  private func untilFinished(_ body: () throws -> Void) throws -> Int {
    for interruptions in 0..<1000 {
      do {
        try body()
        return interruptions
      } catch is Interruption {
        continue
      }
    }
    Issue.record("it never finished")
    return 0
  }

  /// Recipes: the default one, and one in which statistics are measured, averages kept and noise is everywhere.
  static let recipes = [
    [],
    [
      "stack.normalization=batch", "stack.code_noise=gaussian 0.2", "stack.activation=leaky-relu",
      "stack.loss=squared-error", "stack.decoder_activation=linear", "pretraining.averaging=0.8",
      "pretraining.learning_rate=0.01", "fine_tuning.averaging=0.7", "fine_tuning.input_noise=gaussian 0.3",
      "fine_tuning.noise=gaussian 0.5", "fine_tuning.label_smoothing=0.1", "fine_tuning.fixed_norm=1",
    ],
  ]

  /// A request that is made before training begins ends every session after a single step.
  @Test(arguments: [Precision.float32, .emulatedBFloat16], recipes)
  func pretrainingAStepAtATimeEndsInTheSameBits(precision: Precision, recipe: [String]) throws {
    var tiny = try TinyRun(settings: recipe)
    tiny.options.precision = .exactly(precision)
    let whole = try tiny.pretrain()
    tiny.options.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    let count = try untilFinished {
      _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    }
    // Of two layers, two epochs each, five steps each; the end of an epoch is a place of its own.
    #expect(count == 2 * 2 * (5 + 1) - 1)
    let resumed = try tiny.store.open(name)
    #expect(try resumed.bits() == whole.bits())
    #expect(resumed.record.status == .finished)
    #expect(resumed.record.parameters == whole.record.parameters)
    #expect(try losses(resumed) == losses(whole))
    #expect(tiny.capture.words.contains("\(name) goes on after layer 1, epoch 2, step 3"))
    #expect(tiny.capture.words.contains("\(name) goes on after layer 2, epoch 1 "))

    // And what is made of it is the same.
    tiny.options.stopRequest = StopRequest()
    let tuned = try [whole.name, name].map { try tiny.finetune(from: .run($0)) }
    #expect(try tuned[0].bits() == tuned[1].bits())
  }

  private func losses(_ run: RunFolder) throws -> [[Double?]] {
    try run.metrics(as: PretrainingMetrics.self).map { [$0.trainingLoss, $0.validationLoss] }
  }

  @Test(arguments: [FinetuneStage.Start.newest, .scratch], recipes)
  func fineTuningAStepAtATimeEndsInTheSameBits(start: FinetuneStage.Start, recipe: [String]) throws {
    // A rate at which the error goes up again: the best epoch is not the last one.
    let tiny = try TinyRun(
      settings: recipe + [
        "fine_tuning.learning_rate=1", "fine_tuning.schedule=constant", "fine_tuning.epochs=6",
        "fine_tuning.patience=2", "split=last",
      ])
    _ = try tiny.pretrain()
    let whole = try tiny.finetune(from: start)
    let best = try whole.metrics(as: FineTuningMetrics.self).map(\.isBest)
    if recipe.isEmpty { try #require(best.last == false, "\(best)") }
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.finetune(from: start) }
    let options = start == .scratch ? tiny.withoutPretraining.options : tiny.options
    let name = try tiny.store.newestUnfinished(.finetune).name
    _ = try untilFinished {
      _ = try FinetuneStage(options, from: .stopped(name), console: tiny.console).run()
    }
    let resumed = try tiny.store.open(name)
    #expect(try resumed.bits() == whole.bits())
    #expect(resumed.record.validationErrorPercent == whole.record.validationErrorPercent)
    #expect(resumed.record.model == whole.record.model)
    func lines(_ run: RunFolder) throws -> [[Double?]] {
      try run.metrics(as: FineTuningMetrics.self).map {
        [$0.trainingLoss, $0.validationLoss, $0.validationErrorPercent, $0.isBest ? 1 : 0]
      }
    }
    #expect(try lines(resumed) == lines(whole))
  }

  @Test func anInterruptionNamesTheCommandAndTheStatus() throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    let interruption = #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    #expect(run.record.status == .interrupted)
    #expect(interruption?.exitStatus == 130)
    #expect(
      interruption?.description
        == """
        stopped by SIGINT; a checkpoint is in \(run.url.path)
        go on with:
          swift run mnist-pipeline pretrain --resume \(run.url.path)
        """)
  }

  @Test func aWholeRunNamesTheCommandsThatDoTheRest() throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGTERM)
    let interruption = #expect(throws: Interruption.self) {
      try WholeRun(tiny.options, console: tiny.console).run()
    }
    #expect(interruption?.exitStatus == 143)
    let run = try tiny.store.newestUnfinished(.pretrain).url.path
    let verbs = interruption?.commands.map {
      $0.split(separator: " ").dropFirst(3).prefix(3).joined(separator: " ")
    }
    #expect(verbs?.count == 3)
    #expect(verbs?.prefix(2) == ["pretrain --resume \(run)", "finetune --from \(run)"])
    #expect(verbs?.last?.hasPrefix("evaluate ") == true)
  }

  /// Killed before its first checkpoint, it begins again in its own folder.
  @Test func aRunWithoutACheckpointBeginsAgain() throws {
    let tiny = try TinyRun()
    let whole = try tiny.pretrain()
    let session = try tiny.session()
    let name = try tiny.store.create(
      session.record(.pretrain, command: ""), recipe: session.recipe.yaml
    ).name
    _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    #expect(try tiny.store.open(name).bits() == whole.bits())
    #expect(tiny.capture.words.contains("\(name) is begun again: it was stopped before its first checkpoint"))
  }

  /// The process may be killed between the newest checkpoint and the best one, or before the line of an
  /// epoch has its checkpoint.
  @Test func whatWasWrittenAheadOrBehindIsPutRight() throws {
    let tiny = try TinyRun(TinyDigits(), "fine_tuning.learning_rate=0.01")
    _ = try tiny.pretrain()
    let whole = try tiny.finetune()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.finetune() }
    let name = try tiny.store.newestUnfinished(.finetune).name
    // To the end of the first epoch, which is the best one so far.
    for _ in 0..<5 {
      #expect(throws: Interruption.self) {
        try FinetuneStage(tiny.options, from: .stopped(name), console: tiny.console).run()
      }
    }
    let run = try tiny.store.open(name)
    #expect(try run.checkpoint(.last).part("epoch", as: Int.self) == 1)
    try? FileManager.default.removeItem(at: run.file("best.safetensors"))
    let metrics = try String(contentsOf: run.file("metrics.jsonl"), encoding: .utf8)
    try (metrics + metrics + "{\"epoch\":3,").write(
      to: run.file("metrics.jsonl"), atomically: true, encoding: .utf8)
    _ = try untilFinished {
      _ = try FinetuneStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    }
    #expect(try run.bits() == whole.bits())
    #expect(try run.metrics(as: FineTuningMetrics.self).map(\.epoch) == [1, 2, 3])
  }

  @Test func aFinishedRunSaysSoAndDoesNothing() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let tuned = try tiny.finetune()
    let before = try tiny.folder.contents
    let outcomes = (
      try PretrainStage(tiny.options, from: .stopped(pretrained.name), console: tiny.console).run(),
      try FinetuneStage(tiny.options, from: .stopped(tuned.name), console: tiny.console).run()
    )
    #expect(try tiny.folder.contents == before)
    #expect(outcomes.0.layers.map(\.epoch) == [2, 2])
    #expect(outcomes.1.validationErrorPercent == tuned.record.validationErrorPercent)
    #expect(tiny.capture.words.hasSuffix("\(tuned.name) is finished; nothing is left to do"))
  }

  /// Unless they are named, the run's own threads and data are taken.
  @Test func theRunsOwnThreadsAndDataAreTaken() throws {
    var tiny = try TinyRun()
    tiny.options.dataset = "mnist"
    tiny.options.dataFolder = tiny.folder("digits").path
    tiny.options.threads = 2
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    var options = PipelineOptions()
    options.runs = tiny.options.runs
    let outcome = try PretrainStage(options, from: .stopped("newest"), console: tiny.console).run()
    #expect(outcome.run == run.url.path)
    #expect(try tiny.store.open(run.name).record.earlierArithmetic == nil)
    #expect(
      inputError { _ = try PretrainStage(options, from: .stopped("newest"), console: tiny.console).run() }?
        .kind
        == .missingInput)
  }

  /// Without a request the clock alone decides; an interval of zero is over after every step.
  @Test(arguments: [(Duration.zero, 1), (.seconds(3600), 0)])
  func checkpointsAreWrittenByTheClock(interval: Duration, expected: Int) throws {
    var tiny = try TinyRun()
    tiny.options.checkpointInterval = interval
    let session = try tiny.session()
    let run = try tiny.store.create(session.record(.pretrain, command: ""), recipe: "")
    let keeper = CheckpointKeeper(run, options: tiny.options)
    var copied = 0
    try keeper.keeping {
      try keeper.afterStep({ copied += 1 }, checkpoint: { Checkpoint() })
      #expect(copied == expected)
      try keeper.afterEpoch(["epoch": 1], seconds: 2, { copied += 1 }, checkpoint: { Checkpoint() })
      #expect(copied == expected + 1)
    }
    let folder = try RunFolder(run.url)
    #expect(folder.has(.last))
    #expect(folder.record.trainingSeconds == 2)
    #expect(try folder.metrics(as: [String: Int].self) == [["epoch": 1]])
  }
}
