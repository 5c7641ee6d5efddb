import Foundation
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import StrataRuns
import StrataTestSupport
import Synchronization
import Testing

@testable import StrataSession
@testable import StrataStages

/// Disks that are full, or that nobody may write to any more, in the midst of training: real ones.
@Suite(.enabled(if: SmallDisk.isAvailable, "only root can mount a disk to fill"))
struct FullDiskTests {
  enum Fault: CaseIterable {
    /// Nothing more can be written at all.
    case full
    /// Half a checkpoint can.
    case nearlyFull
    case readOnly
  }

  /// A disk that something happens to when a line of the console comes.
  private final class Accident: Sendable {
    private let isOver = Atomic(false)
    private let line: String
    private let happen: @Sendable () -> Void

    init(at line: String, _ happen: @escaping @Sendable () -> Void) {
      self.line = line
      self.happen = happen
    }

    var console: Console {
      Console(isTerminal: false) { text in
        guard text.contains(self.line), !self.isOver.exchange(true, ordering: .relaxed) else { return }
        self.happen()
      }
    }
  }

  private func fill(_ disk: URL, leaving bytes: Int) throws {
    let free = try #require(FreeSpace(under: disk)).bytes
    try Data(count: free - bytes).write(to: disk.appending(path: "filler"))
  }

  @Test(arguments: Fault.allCases, [RunRecord.Stage.pretrain, .finetune])
  func theCheckpointBeforeStaysAndTheRunGoesOn(fault: Fault, stage: RunRecord.Stage) throws {
    var tiny = try TinyRun(TinyDigits(side: 28), "stack.units=[60, 40]", "fine_tuning.learning_rate=0.01")
    // The undisturbed run.
    let parent = try tiny.pretrain()
    let whole = stage == .pretrain ? parent : try tiny.finetune()

    let disk = try SmallDisk(kilobytes: 4096)
    let url = disk.folder.url
    tiny.options.runs = url.appending(path: "runs").path
    if stage == .finetune {
      try FileManager.default.createDirectory(atPath: tiny.options.runs, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: parent.url, to: URL(filePath: tiny.options.runs).appending(path: parent.name))
    }
    // After the first epoch has its checkpoint, in the second one.
    let accident = Accident(at: stage == .pretrain ? "2/2" : "2/3") { [self] in
      let store = RunStore(root: URL(filePath: url.appending(path: "runs").path))
      // The record is the last of an epoch's files.
      while (try? store.newestUnfinished(stage).record.trainingSeconds).map({ $0 > 0 }) != true {
        usleep(100)
      }
      switch fault {
      case .full: try? fill(url, leaving: 0)
      case .nearlyFull: try? fill(url, leaving: 60_000)
      case .readOnly: try? disk.makeReadOnly()
      }
    }
    let options = tiny.options
    let error = try #require(
      inputError {
        if stage == .pretrain {
          _ = try PretrainStage(options, console: accident.console).run()
        } else {
          _ = try FinetuneStage(options, from: .newest, console: accident.console).run()
        }
      })
    let run = try tiny.store.newestUnfinished(stage)
    #expect(error.kind == .cannotWrite)
    // A line of metrics still finds room in its file's last page. Fine-tuning writes two files of weights, of which
    // the best ones have a name of their own at first, and the disk fills up before the one or the other.
    let files =
      fault == .readOnly
      ? ["metrics.jsonl"]
      : stage == .finetune ? ["next-best.safetensors", "last.safetensors"] : ["last.safetensors"]
    #expect(files.map { run.file($0).path }.contains(error.place), "\(error)")
    #expect(
      error.found == (fault == .readOnly ? "read-only file system" : "no space left on device"))
    #expect(
      error.advice.description.hasSuffix(
        "; the checkpoint before it is whole; then go on with: swift run mnist-pipeline "
          + "\(stage.rawValue) --resume \(run.url.path)"), "\(error.advice)")
    // The checkpoint of the epoch before is whole; its hash was checked.
    #expect(try run.checkpoint(.last).partNames.contains("recipe"))
    #expect(try run.names.allSatisfy { !$0.hasSuffix(".tmp") })

    if fault == .readOnly {
      #expect(inputError { _ = try resume(stage, run, tiny) }?.kind == .cannotWrite)
      try disk.makeWritable()
    } else {
      try FileManager.default.removeItem(at: url.appending(path: "filler"))
    }
    _ = try resume(stage, run, tiny)
    for name in [RunFolder.CheckpointName.last, .best] where whole.has(name) {
      #expect(
        FileManager.default.contents(atPath: run.file(name.fileName).path)
          == FileManager.default.contents(atPath: whole.file(name.fileName).path))
    }
  }

  private func resume(_ stage: RunRecord.Stage, _ run: RunFolder, _ tiny: TinyRun) throws {
    if stage == .pretrain {
      _ = try PretrainStage(tiny.options, from: .stopped(run.url.path), console: tiny.console).run()
    } else {
      _ = try FinetuneStage(tiny.options, from: .stopped(run.url.path), console: tiny.console).run()
    }
  }
}
