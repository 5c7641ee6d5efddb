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

/// What a stopped run does not go on with.
struct ResumeRefusalTests {
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

  /// A finished run has nothing to do, and says so only of its own data.
  @Test func aFinishedRunIsNotThatOfOtherData() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    var options = tiny.options
    let other = try TemporaryFolder()
    try TinyDigits(training: 110).write(to: other)
    options.dataset = other("digits").path
    let error = inputError {
      _ = try PretrainStage(options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(error?.description.contains("expected the data of \(run.name), sha256 ") == true)
    _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    #expect(tiny.capture.words.contains("nothing is left to do"))
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
    try checkpoint.keep(count, as: part)
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
}
