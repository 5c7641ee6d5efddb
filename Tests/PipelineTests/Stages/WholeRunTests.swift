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
    let outcome = try WholeRun(tiny.options, controls: [.scratch], console: tiny.console).run()
    #expect(
      outcome.table.models.map(\.kind)
        == [.logisticRegression, .randomInitialisation, .stackedDenoisingAutoencoder])
    let stages = try FileManager.default.contentsOfDirectory(atPath: tiny.options.runs)
      .compactMap { $0.split(separator: "-").dropFirst(2).first.map(String.init) }.sorted()
    #expect(stages == ["baseline", "evaluate", "finetune", "finetune", "pretrain"])
  }

  /// Whoever names data, in whichever way, gets those or an error.
  @Test(arguments: ["--set", "recipe", "folder"]) func whatWasNamedIsNotReplaced(way: String) throws {
    var tiny = try TinyRun(TinyDigits(), "limit=100", "validation=50")
    tiny.options.dataset = nil
    switch way {
    case "--set": tiny.options.assignments.append("dataset=./nowhere/at/all")
    case "recipe":
      tiny.options.recipeFile = try tiny.folder.write("dataset: ./nowhere/at/all\n", to: "mine.yml")
    default: tiny.options.dataFolder = "./nowhere/at/all"
    }
    let error = inputError {
      _ = try WholeRun(tiny.options, console: tiny.console).run()
    }
    #expect(error?.kind == .missingInput)
    #expect(!FileManager.default.fileExists(atPath: tiny.options.runs))
  }

  @Test func whatWasAskedForByNameIsNotReplaced() throws {
    var tiny = try TinyRun()
    tiny.options.dataset = tiny.folder("nowhere").path
    let error = inputError {
      _ = try WholeRun(tiny.options, console: tiny.console).run()
    }
    #expect(error?.kind == .missingInput)
  }
}
