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

  private func bits(_ run: RunFolder) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try run.names where name.hasSuffix(".safetensors") || name.hasSuffix(".svg") {
      files[name] = FileManager.default.contents(atPath: run.file(name).path)
    }
    return files
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
    #expect(try bits(resumed) == bits(whole))
    #expect(resumed.record.status == .finished)
    #expect(resumed.record.parameters == whole.record.parameters)
    #expect(try losses(resumed) == losses(whole))
    #expect(tiny.capture.words.contains("\(name) goes on after layer 1, epoch 2, step 3"))
    #expect(tiny.capture.words.contains("\(name) goes on after layer 2, epoch 1 "))

    // And what is made of it is the same.
    tiny.options.stopRequest = StopRequest()
    let tuned = try [whole.name, name].map { try tiny.finetune(from: .run($0)) }
    #expect(try bits(tuned[0]) == bits(tuned[1]))
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
    #expect(try bits(resumed) == bits(whole))
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
      try WholeRun(tiny.options, includesScratch: false, console: tiny.console).run()
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
    #expect(try bits(tiny.store.open(name)) == bits(whole))
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
    #expect(try bits(run) == bits(whole))
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

  @Test func whatTheRunDidNotBeginWithIsRefused() throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    let before = try tiny.folder.contents
    func refusal(_ change: (inout PipelineOptions) throws -> Void) throws -> String {
      var options = tiny.options
      try change(&options)
      return try #require(
        inputError { _ = try PretrainStage(options, from: .stopped(name), console: tiny.console).run() }
      ).description
    }
    #expect(try refusal { $0.seed = 2 }.hasPrefix("seed of the command line: expected 1, as in the recipe"))
    #expect(
      try refusal { $0.assignments = ["pretraining.batch_size=7"] }
        .hasPrefix("pretraining.batch_size of the command line: expected 20, as in the recipe of"))
    #expect(
      inputError { _ = try FinetuneStage(tiny.options, from: .stopped(name), console: tiny.console).run() }?
        .description
        .contains(
          "take the command of its stage: mnist-pipeline pretrain --resume \(tiny.options.runs)/\(name)")
        == true)
    #expect(try tiny.folder.contents == before)

    // Other images in the same place.
    try TinyDigits(training: 110).write(to: tiny.folder)
    #expect(
      try refusal { _ in }.contains("expected the data of \(name), sha256 "))
    // Another recipe in the run's folder than in its checkpoint.
    try TinyDigits().write(to: tiny.folder)
    let recipe = try tiny.store.open(name).file("recipe.yml")
    let text = try String(contentsOf: recipe, encoding: .utf8)
    try text.replacing("level: 0.25", with: "level: 0.5").write(to: recipe, atomically: true, encoding: .utf8)
    #expect(try refusal { $0.assignments = [] }.hasPrefix("stack.level of "))
  }

  /// A checkpoint or a record that somebody else made may hold any number.
  @Test(arguments: [
    ("layer", -1), ("layer", Int.max), ("epoch", -1), ("epoch", Int.max), ("optimizer", Int.max),
  ])
  func aCheckpointWithImpossibleCountsIsRefused(part: String, count: Int) throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    var checkpoint = try run.checkpoint(.last)
    try checkpoint.setPart(count, named: part)
    try checkpoint.write(to: run.file("last.safetensors"))
    let error = inputError {
      _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(error?.kind == .malformedData)
  }

  @Test(arguments: [0, -1, 1025, Int.max]) func aRecordWithImpossibleThreadsIsRefused(threads: Int) throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    try run.forgeRecord { $0.replacing(/"threads" : [0-9]+/, with: "\"threads\" : \(threads)") }
    tiny.options.threads = nil
    let error = inputError {
      _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(error?.expected == "1 to 1024 threads")
  }

  @Test func anotherPrecisionIsSaidToChangeTheBits() throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    tiny.options.stopRequest = StopRequest()
    tiny.options.precision = .exactly(.emulatedBFloat16)
    _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    #expect(tiny.capture.words.contains("1 thread, float32: the bits will differ from those of a run"))
    let record = try tiny.store.open(name).record
    #expect(record.arithmetic.precision == "emulated-bfloat16")
    #expect(record.earlierArithmetic?.map(\.precision) == ["float32"])
  }

  /// Whether zeros are skipped decides about bits too. An early record says nothing of it: then it was as it is
  /// where nothing was measured.
  @Test(arguments: [nil, 0.27, 0.3, 0.35, 0.45] as [Float?])
  func anotherLimitOfDensityIsSaidToChangeTheBits(limit: Float?) throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    let decided = try #require(run.record.arithmetic.zeroSkipping)
    #expect(decided.entry == tiny.options.execution.arithmetic.zeroSkipping.entry)
    #expect(decided.limit == tiny.options.execution.arithmetic.zeroSkipping.limit)
    let isSaid = (limit ?? StrataLinearAlgebra.ZeroSkipping.unmeasured) != decided.limit
    try run.openForWriting().update {
      $0.arithmetic.zeroSkipping = limit.map { .init(limit: $0, entry: decided.entry) }
    }
    tiny.options.stopRequest = StopRequest()
    _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    #expect(tiny.capture.words.contains("the bits will differ") == isSaid)
    let resumed = try tiny.store.open(run.name).record
    #expect(resumed.arithmetic.zeroSkipping == decided)
    #expect(resumed.earlierArithmetic?.map(\.zeroSkipping?.limit) == (isSaid ? [limit] : nil))
  }

  /// On other threads a run goes on to the same bits, and nothing is said of it.
  @Test(arguments: [2, 3]) func otherThreadsGiveTheSameBits(threads: Int) throws {
    var tiny = try TinyRun(TinyDigits(), "stack.units=[300, 8]")
    let whole = try tiny.pretrain()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    tiny.options.stopRequest = StopRequest()
    tiny.options.threads = threads
    _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    #expect(!tiny.capture.words.contains("the bits will differ"))
    let resumed = try tiny.store.open(name)
    #expect(resumed.record.arithmetic.threads == threads)
    #expect(resumed.record.earlierArithmetic == nil)
    #expect(try bits(resumed) == bits(whole))
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
