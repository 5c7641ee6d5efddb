import Foundation
import Glibc
import StrataCheckpoints
import StrataClassifiers
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Requests to stop what takes seconds: nothing is kept, and what does it again is named.
struct InterruptionTests {
  @Test(arguments: [ModelKind.logisticRegression, .linearSVM])
  func aBaselineIsBegunAgain(model: ModelKind) throws {
    let tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    let interruption = #expect(throws: Interruption.self) {
      try BaselineStage(tiny.session(), model: model).run()
    }
    let name = try #require(try tiny.folder.runNames.first)
    let run = try tiny.store.open(name)
    #expect(run.record.status == .interrupted)
    #expect(try run.names == [".lock", "recipe.yml", "run.json"])
    #expect(interruption?.exitStatus == 130)
    #expect(interruption?.isKept == false)
    #expect(
      interruption?.description
        == "stopped by SIGINT; nothing is kept of \(run.url.path)\nbegin again with:\n  \(run.record.command)"
    )
  }

  @Test func anEvaluationThatTrainsItsBaselineIsBegunAgain() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let tuned = try tiny.finetune()
    tiny.options.stopRequest.make(SIGTERM)
    let interruption = #expect(throws: Interruption.self) { try tiny.evaluate() }
    #expect(interruption?.exitStatus == 143)
    #expect(interruption?.commands == [tiny.options.command("evaluate", [tuned.name])])
    #expect(try tiny.folder.runNames.filter { $0.contains("evaluate") }.isEmpty)
  }

  /// Stopped after fine-tuning, a whole run lacks nothing but its table.
  @Test func aWholeRunThatIsStoppedAtItsBaselineNamesTheTable() throws {
    var tiny = try TinyRun()
    let request = tiny.options.stopRequest
    let console = Console(isTerminal: false) { if $0.contains("none yet") { request.make(SIGTERM) } }
    let interruption = #expect(throws: Interruption.self) {
      try WholeRun(tiny.options, console: console).run()
    }
    tiny.options.stopRequest = StopRequest()
    let tuned = try tiny.store.newest(.finetune)
    #expect(interruption?.commands == [tiny.options.command("evaluate", [tuned.name])])
  }
}

extension TemporaryFolder {
  /// The names of the run folders, in order.
  fileprivate var runNames: [String] {
    get throws {
      try Set(contents.keys.filter { $0.hasPrefix("runs/") }.map { String($0.split(separator: "/")[1]) })
        .sorted()
    }
  }
}
