import Foundation
import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

struct WholeRunTests {
  @Test func everyStageLeavesAFolder() throws {
    let tiny = try TinyRun()
    let outcome = try WholeRun(tiny.options, includesScratch: true, console: tiny.console).run()
    #expect(
      outcome.table.models.map(\.kind)
        == [.logisticRegression, .randomInitialisation, .stackedDenoisingAutoencoder])
    let stages = try FileManager.default.contentsOfDirectory(atPath: tiny.options.runs)
      .compactMap { $0.split(separator: "-").dropFirst(2).first.map(String.init) }.sorted()
    #expect(stages == ["baseline", "evaluate", "finetune", "finetune", "pretrain"])
  }

  @Test func whatCannotBeFoundIsReplacedBySyntheticDigitsWhichIsSaid() throws {
    var tiny = try TinyRun(TinyDigits(), "dataset=./nowhere/at/all", "limit=100", "validation=50")
    tiny.options.dataset = nil
    let outcome = try WholeRun(tiny.options, includesScratch: false, console: tiny.console).run()
    #expect(outcome.table.dataset.name == "synthetic")
    #expect(outcome.table.text.hasPrefix("Test error on synthetic digits"))
    #expect(
      tiny.capture.words.contains("going on with synthetic digits, which are not ./nowhere/at/all"))
    #expect(outcome.table.models.allSatisfy { $0.command.contains("--dataset synthetic") })
  }

  @Test func whatWasAskedForByNameIsNotReplaced() throws {
    var tiny = try TinyRun()
    tiny.options.dataset = tiny.folder("nowhere").path
    let run = WholeRun(tiny.options, includesScratch: false, console: tiny.console)
    #expect(inputError { _ = try run.run() }?.kind == .missingInput)
  }
}
