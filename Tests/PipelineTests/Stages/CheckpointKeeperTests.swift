import Foundation
import StrataCheckpoints
import StrataRuns
import StrataTestSupport
import Synchronization
import Testing

@testable import StrataSession
@testable import StrataStages

/// When checkpoints are written, and what is left of those that waited.
struct CheckpointKeeperTests {
  private struct Failure: Error {}

  private let tiny: TinyRun
  private let run: RunWriter

  init() throws {
    var tiny = try TinyRun()
    tiny.options.checkpointInterval = .seconds(3600)
    self.tiny = tiny
    run = try tiny.store.create(tiny.session().record(.pretrain, command: ""), recipe: "")
  }

  /// A checkpoint that is written as slowly as a busy disk does it, and knows its epoch.
  @Sendable private static func slow(_ epoch: Int) throws -> Checkpoint {
    usleep(20_000)
    return try numbered(epoch)
  }

  @Sendable private static func numbered(_ epoch: Int) throws -> Checkpoint {
    var checkpoint = Checkpoint()
    try checkpoint.keep(epoch, as: "epoch")
    return checkpoint
  }

  private func epoch(of name: RunFolder.CheckpointName) throws -> Int {
    try RunFolder(run.url).checkpoint(name).part("epoch", as: Int.self)
  }

  /// Epochs that take no time, and checkpoints of 20 ms: hardly any is written, and nothing is missing at the end.
  @Test func epochsThatAreFasterThanTheDiskShareCheckpoints() throws {
    let written = Atomic(0)
    let keeper = CheckpointKeeper(run, options: tiny.options)
    try keeper.keeping {
      for epoch in 1...100 {
        try keeper.afterEpoch(["epoch": epoch], seconds: 1, { epoch }) { epoch in
          written.add(1, ordering: .relaxed)
          return try Self.slow(epoch)
        }
      }
    }
    #expect(written.load(ordering: .relaxed) < 10)
    #expect(try epoch(of: .last) == 100)
    let folder = try RunFolder(run.url)
    #expect(try folder.metrics(as: [String: Int].self) == (1...100).map { ["epoch": $0] })
    #expect(folder.record.trainingSeconds == 100)
  }

  /// Training that fails leaves the newest good state, not the one that was written last.
  @Test func aFailureLeavesTheNewestState() throws {
    let keeper = CheckpointKeeper(run, options: tiny.options)
    #expect(throws: Failure.self) {
      try keeper.keeping {
        for epoch in 1...30 {
          try keeper.afterEpoch(["epoch": epoch], seconds: 1, { epoch }, checkpoint: Self.slow)
        }
        throw Failure()
      }
    }
    #expect(try epoch(of: .last) == 30)
    #expect(try RunFolder(run.url).metrics(as: [String: Int].self).count == 30)
  }

  /// Whenever the process is killed, one of the files of the best weights has those that `last` knows of.
  @Test func theBestWeightsAreThoseThatTheNewestCheckpointKnows() throws {
    let keeper = CheckpointKeeper(run, options: tiny.options)
    let bests = Mutex<[Int]>([])
    try keeper.keeping {
      for epoch in 1...60 {
        // Every third epoch is a new best one.
        let best = epoch - epoch % 3
        try keeper.afterEpoch(
          ["epoch": epoch], seconds: 1, { epoch },
          checkpoint: { [run] epoch in
            // As it is about to be written: what is on the disk belongs together.
            let folder = try RunFolder(run.url)
            if folder.has(.last) {
              let last = try folder.checkpoint(.last).part("epoch", as: Int.self)
              let expected = last - last % 3
              if expected > 0 {
                #expect(try folder.checkpoint(.best).part("epoch", as: Int.self) == expected)
              }
            }
            return try Self.slow(epoch)
          },
          best: { _ in
            best == 0
              ? nil
              : .init(epoch: best) {
                bests.withLock { $0.append(best) }
                return try Self.numbered(best)
              }
          })
      }
    }
    #expect(try epoch(of: .last) == 60)
    #expect(try epoch(of: .best) == 60)
    #expect(try !RunFolder(run.url).has(.nextBest))
    #expect(bests.withLock { $0 == $0.sorted() && Set($0).count == $0.count })
  }

  /// Killed before the best weights had their name, before the newest checkpoint knew of them, or after both.
  @Test(arguments: [true, false]) func bestWeightsWithoutTheirNameAreFound(isKnown: Bool) throws {
    let tiny = try TinyRun(
      TinyDigits(), "fine_tuning.learning_rate=1", "fine_tuning.schedule=constant", "fine_tuning.epochs=6",
      "fine_tuning.patience=2")
    _ = try tiny.pretrain()
    let whole = try tiny.finetune()
    let bits = try [RunFolder.CheckpointName.last, .best].map {
      try Data(contentsOf: whole.file($0.fileName))
    }
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.finetune() }
    let name = try tiny.store.newestUnfinished(.finetune).name
    var run = try tiny.store.open(name)
    // Some steps beyond the first epoch, whose weights are the best ones.
    for _ in 0..<8 {
      #expect(throws: Interruption.self) {
        try FinetuneStage(tiny.options, from: .stopped(name), console: tiny.console).run()
      }
    }
    run = try tiny.store.open(name)
    let (best, next) = (run.file("best.safetensors"), run.file("next-best.safetensors"))
    if isKnown {
      try FileManager.default.moveItem(at: best, to: next)
      try FileManager.default.copyItem(at: whole.file("best.safetensors"), to: best)
      // The epoch of the other file must be another one, or nothing is shown.
      var other = try run.checkpoint(.best)
      try other.keep(99, as: "epoch")
      try other.write(to: best)
    } else {
      var other = try run.checkpoint(.best)
      try other.keep(99, as: "epoch")
      try other.write(to: next)
    }
    tiny.options.stopRequest.make(SIGINT)
    var options = tiny.options
    options.stopRequest = StopRequest()
    _ = try FinetuneStage(options, from: .stopped(name), console: tiny.console).run()
    #expect(
      try [RunFolder.CheckpointName.last, .best].map { try Data(contentsOf: run.file($0.fileName)) } == bits)
    #expect(!run.has(.nextBest))
  }
}
