import Foundation
import StrataTestSupport
import Testing

/// Training by several processes, as a user starts it.
struct RanksTests {
  private static let shards =
    " --set pretraining.batch_size=8 --set pretraining.shard=2 --set fine_tuning.batch_size=8 --set fine_tuning.shard=2"

  /// The same where units are normalized: over the batch, and over the shard.
  private static let normalized =
    "\(shards) --set stack.normalization=batch --set fine_tuning.shard_statistics=shard"

  private func weights(_ program: Program, _ runs: String) throws -> [String: Data] {
    let folder = program.folder(runs)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(into: [:]) { found, name in
      let stage = String(name.split(separator: "-").last ?? "")
      guard ["pretrain", "finetune"].contains(stage) else { return }
      found[stage] = try Data(contentsOf: folder.appending(path: "\(name)/last.safetensors"))
    }
  }

  @Test(arguments: [shards, normalized]) func anyNumberOfThemLeavesTheSameFiles(settings: String) throws {
    let program = try Program(TinyDigits())
    for ranks in 1...3 {
      for command in ["pretrain", "finetune"] {
        let outcome = try program(
          "\(command) \(Program.tiny)\(settings) --ranks \(ranks) --runs runs-\(ranks)")
        #expect([0, 3].contains(outcome.status), "\(command), \(ranks): \(outcome.error)")
        // One of them speaks, whatever there is to say.
        #expect(outcome.error.components(separatedBy: "error: ").count <= 2, "\(outcome.error)")
        #expect(outcome.output.split(separator: "\n").count == 1)
      }
    }
    let alone = try weights(program, "runs-1")
    #expect(alone.count == 2)
    for ranks in 2...3 { #expect(try weights(program, "runs-\(ranks)") == alone) }
  }

  /// Stopped by a signal to one of them, all end after the same step, and another number of them goes on.
  @Test(arguments: [(SIGTERM, shards), (SIGINT, normalized)])
  func stoppedItGoesOnWithAnotherNumber(signal: Int32, settings: String) throws {
    let program = try Program(TinyDigits())
    let long = "\(Program.tiny)\(settings) --set pretraining.epochs=400"
    let reference = try program("pretrain \(long) --runs whole")
    #expect([0, 3].contains(reference.status), "\(reference.error)")
    let running = try program.start("pretrain \(long) --ranks 3 --checkpoint-every 0")
    let isThere = running.wait {
      let runs = (try? program.runs("pretrain")) ?? []
      return runs.contains {
        FileManager.default.fileExists(atPath: program.folder("runs/\($0)/last.safetensors").path)
      }
    }
    #expect(isThere)
    running.signal(signal)
    let stopped = try running.outcome()
    #expect(stopped.status == 128 + signal, "\(stopped.error)")
    #expect(stopped.error.components(separatedBy: "go on with:").count == 2, "\(stopped.error)")
    let resumed = try program("pretrain --resume --ranks 2 --threads 1")
    #expect([0, 3].contains(resumed.status), "\(resumed.error)")
    #expect(try weights(program, "runs") == weights(program, "whole"))
  }

  @Test func whatCannotBeSharedIsRefusedBeforeARunBegins() throws {
    let program = try Program(TinyDigits())
    let without = try program("pretrain \(Program.tiny) --set pretraining.batch_size=8 --ranks 2")
    #expect(without.status == 78)
    #expect(without.error.contains("pretraining.shard: expected the examples of a shard"), "\(without.error)")
    #expect(without.error.contains("--set pretraining.shard=4"), "\(without.error)")
    #expect(try program.runs("pretrain").isEmpty)
    #expect(try program("pretrain \(Program.tiny) --ranks 0").status == 64)
    let alone = try program(
      "pretrain \(Program.tiny)\(Self.normalized) --set pretraining.shard=1 --set pretraining.shard_statistics=shard"
    )
    #expect(
      alone.status == 78 && alone.error.contains("pretraining.shard: expected 2 or more"), "\(alone.error)")
    // What it was called before there was a choice in each section.
    let old = try program("pretrain \(Program.tiny) --set stack.normalization=shard")
    #expect(old.status == 78 && old.error.contains("shard_statistics: shard"), "\(old.error)")
  }

  /// A data set that one of them would not find is said once.
  @Test func whatIsWrongForAllIsSaidOnce() throws {
    let outcome = try Program()("pretrain --dataset ./nothing --ranks 3")
    #expect(outcome.status == 66)
    #expect(outcome.error.components(separatedBy: "error: ").count == 2, "\(outcome.error)")
  }

  #if !STRATA_MPI
    @Test func underMPIABuildWithoutItSaysSo() throws {
      var program = try Program(TinyDigits())
      program.environment["OMPI_COMM_WORLD_SIZE"] = "2"
      let outcome = try program("pretrain \(Program.tiny)")
      #expect(outcome.status == 69)
      #expect(
        outcome.error.contains("mpirun: expected a build with MPI, found one without"), "\(outcome.error)")
    }
  #endif
}
