import Foundation
import Glibc
import StrataCheckpoints
import StrataClassifiers
import StrataFiles
import StrataInference
import StrataLayerGraph
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// Runs can be moved, copied alone, looked at while they run, and gone on with.
struct MovedRunTests {
  private let manager = FileManager.default

  @Test func aFineTunedRunIsEvaluatedWithoutItsParent() throws {
    var tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    let before = try #require(try tiny.evaluate().table.models.last)
    try manager.createDirectory(at: tiny.folder("elsewhere"), withIntermediateDirectories: true)
    try manager.copyItem(at: run.url, to: tiny.folder("elsewhere/mine"))
    try manager.removeItem(at: pretrained.url)
    tiny.options.runs = tiny.folder("elsewhere").path
    let after = try #require(try tiny.evaluate().table.models.last)
    #expect(after.trainingSeconds == before.trainingSeconds)
    #expect(after.command == before.command)
    #expect(after.run == "mine")
  }

  /// A record of an older version does not tell of the parent: what is not known is a dash, and said.
  @Test func anOldRunWithoutItsParentHasNoTime() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let run = try tiny.finetune()
    try run.openForWriting().update { $0.origin = nil }
    try manager.removeItem(at: pretrained.url)
    let table = try tiny.evaluate().table
    #expect(table.models.last?.trainingSeconds == nil)
    #expect(
      table.models.last?.note?.contains("began from \(pretrained.name), which is not beside it") == true)
    #expect(try AccuracyTable(json: Data(table.json().utf8), title: "digits", at: "").models == table.models)
  }

  @Test(arguments: [true, false]) func aRunGoesOnWhoseDataMoved(isNamed: Bool) throws {
    let tiny = try TinyRun()
    let whole = try tiny.pretrain()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    var options = PipelineOptions()
    (options.runs, options.threads) = (tiny.options.runs, 1)
    try manager.moveItem(at: tiny.folder("digits"), to: tiny.folder("moved"))
    #expect(
      inputError { _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run() }?
        .kind
        == .missingInput)
    if isNamed {
      options.dataFolder = tiny.folder("moved").path
    } else {
      options.dataset = tiny.folder("moved").path
    }
    // Stopped again it knows where they lie now: the command that is printed does not name them.
    options.stopRequest.make(SIGINT)
    let interruption = #expect(throws: Interruption.self) {
      try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(interruption?.commands.first?.contains("--data") == false)
    (options.dataset, options.dataFolder, options.stopRequest) = (nil, nil, StopRequest())
    _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    #expect(
      try Data(contentsOf: run.file("last.safetensors")) == Data(contentsOf: whole.file("last.safetensors")))
  }

  /// What runs and models keep in a checkpoint, nobody's own part takes the place of.
  @Test func partsOfTheLibraryAreRefusedByName() throws {
    let tiny = try TinyRun()
    let (stack, network) = (try tiny.pretrain(), try tiny.finetune())
    let checkpoints = try [
      stack.checkpoint(.last), network.checkpoint(.last), network.checkpoint(.best),
      network.wholeModel().checkpoint(),
    ]
    for var checkpoint in checkpoints {
      #expect(checkpoint.partNames.count > 4)
      for name in checkpoint.partNames {
        #expect(throws: InputError.self, "\(name)") { try checkpoint.setPart(1, named: name) }
      }
    }
  }

  /// The run that it began from lies among others; stopped and gone on with, the model is that of one go.
  @Test(arguments: [true, false]) func aRunGoesOnWhoseParentLiesElsewhere(hasCheckpoint: Bool) throws {
    var tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let whole = try tiny.finetune(from: .run(pretrained.name))
    tiny.options.runs = tiny.folder("others").path
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.finetune(from: .run(pretrained.url.path)) }
    let run = try tiny.store.newestUnfinished(.finetune)
    if !hasCheckpoint { try manager.removeItem(at: run.file("last.safetensors")) }
    tiny.options.stopRequest = StopRequest()
    _ = try FinetuneStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    let (one, other) = try (whole.wholeModel(), tiny.store.open(run.name).wholeModel())
    #expect(one.stack != nil && one.stack == other.stack)
    #expect(one.classifier == other.classifier)
    #expect(one.scores == other.scores)
  }

  @Test func fineTuningGoesOnFromAFineTunedRun() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let first = try tiny.finetune()
    let second = try tiny.finetune(from: .run(first.name))
    #expect(second.record.parent == first.name)
    #expect(second.record.model == .stackedDenoisingAutoencoder)
    #expect(try second.checkpoint(.best).graph().nodes == first.checkpoint(.best).graph().nodes)
    let row = try #require(try tiny.evaluate(second.name).table.models.last)
    let seconds = first.record.trainingSeconds + second.record.trainingSeconds
    #expect(try #require(row.trainingSeconds) > seconds)
    let scratch = try tiny.finetune(from: .scratch)
    #expect(
      try tiny.withoutPretraining.finetune(from: .run(scratch.name)).record.model == .randomInitialisation)
  }

  /// As it is while another process trains: the lock is held, the run is not at its end.
  @Test func aRunIsLookedAtWhileItRuns() throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    let writer = try run.openForWriting()
    try writer.update { $0.status = .running }
    let outcome = try ReportStage(tiny.options, run: run.name).run()
    #expect(try String(contentsOfFile: #require(outcome.report), encoding: .utf8).contains(run.name))
    let other = try ReportStage(tiny.options, run: run.name, output: tiny.folder("pages").path)
    try manager.createDirectory(at: tiny.folder("pages"), withIntermediateDirectories: true)
    #expect(try other.run().report == tiny.folder("pages/report.html").path)
    var options = tiny.options
    options.stopRequest = StopRequest()
    let pictures = try FiltersStage(
      options, run: run.name, units: 4, output: tiny.folder("pages").path, console: tiny.console
    ).run()
    #expect(manager.fileExists(atPath: pictures.filters))
  }

  /// Somebody else's runs: the table is printed, and it is said that it is not kept.
  @Test(.enabled(if: SmallDisk.isAvailable, "only root can mount a disk to make read-only"))
  func aFolderThatCannotBeWrittenIsEvaluated() throws {
    var tiny = try TinyRun()
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    _ = try tiny.evaluate()
    let disk = try SmallDisk(kilobytes: 1000)
    try manager.copyItem(at: tiny.folder("runs"), to: disk.folder("runs"))
    try disk.makeReadOnly()
    tiny.options.runs = disk.folder("runs").path
    let outcome = try tiny.evaluate()
    #expect(outcome.table.models.count == 2)
    #expect(outcome.run == nil)
    #expect(tiny.capture.words.contains("the table is not kept"))
  }
}
