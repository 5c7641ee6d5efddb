import Foundation
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataRecipes
import StrataReports
import StrataRuns
import StrataSession
import Synchronization
import Testing

@testable import StrataExperiments

/// Every experiment, from its recipe to its report, on digits that take no time.
struct ExperimentTests {
  @Test(arguments: Catalogue.all.map(\.name)) func leavesNumbersPicturesAndAReport(name: String) throws {
    let tiny = try TinyExperiment()
    let outcome = try tiny.run(name)
    let folder = URL(filePath: outcome.run)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in [
      "findings.json", "graph.svg", "observations.csv", "recipe.yml", "report.html", "run.json", "tables.md",
    ] {
      #expect(names.contains(name))
    }
    for chart in outcome.findings.charts { #expect(names.contains("\(chart.name).svg")) }
    if PNG.isAvailable {
      for picture in outcome.findings.pictures { #expect(names.contains("\(picture.name).png")) }
    }
    let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
    #expect(page.contains(outcome.findings.verdict.answer.rawValue))
    #expect(page.contains("href=\"../index.html\""))
    // But for the path and the command at the end.
    let end = "Tables, figures and pictures:\n  \(outcome.run)\n\nAgain:\n  \(outcome.record.command)\n"
    #expect(outcome.text.hasSuffix(end))
    let lines = outcome.text.dropLast(end.count).split(separator: "\n")
    #expect(lines.filter { $0.count > 80 } == [])
    // Of each quantity in the tables how sure it is, and of some conditions whether they differ from others.
    let shown = outcome.findings.shown
    let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let repeated = shown.quantities.count { quantity in
      shown.conditions.contains { shown.values(of: quantity, at: $0).count > 1 }
    }
    #expect(words.ranges(of: "with Student's interval and the").count == repeated && repeated > 0)
    let controls = shown.conditions.compactMap { outcome.findings.control($0) }
    #expect(shown.conditions.contains(where: controls.contains) == (name != "deeper-filters"))
  }

  @Test(arguments: Catalogue.all.map(\.name)) func everyConditionIsMeasuredWithEverySeed(name: String) throws
  {
    let observations = try TinyExperiment().run(name).findings.observations
    #expect(!observations.rows.isEmpty)
    for levels in observations.conditions {
      #expect(observations.rows.filter { $0.levels == levels }.map(\.seed) == [1, 2], "\(levels)")
    }
    for row in observations.rows {
      #expect(!row.values.isEmpty)
      #expect(row.values.values.allSatisfy { $0.isFinite }, "\(row)")
    }
  }

  @Test func theSameSeedsGiveTheSameNumbers() throws {
    let first = try TinyExperiment().run("clean-target").findings
    let second = try TinyExperiment().run("clean-target").findings
    #expect(first.observations.rows == second.observations.rows)
    #expect(first.verdict == second.verdict)
  }

  /// One that is asked to stop names itself and those that were to come.
  @Test(arguments: Catalogue.all.map(\.name)) func namesItselfWhenItWasStopped(name: String) throws {
    let tiny = try TinyExperiment()
    tiny.options.stopRequest.make(15)
    let interruption = #expect(throws: Interruption.self) { try tiny.run(name) }
    #expect(interruption?.exitStatus == 143)
    #expect(interruption?.description.contains("; what is done is in ") == true)
    #expect(interruption?.commands.count == 1)
    #expect(
      interruption?.commands.first?.hasPrefix(
        "swift run mnist-pipeline experiment \(name) --seeds 2 --quick ")
        == true)
  }

  /// Stopped in the midst, it goes on: what is done is found, and the numbers are those of one go.
  @Test(arguments: ["labels", "depth", "clean-target"]) func whatIsDoneIsNotDoneAgain(name: String) throws {
    let whole = try TinyExperiment("limit=100").run(name).findings
    var tiny = try TinyExperiment("limit=100")
    let request = StopRequest()
    let seen = Mutex<[String]>([])
    tiny.options.stopRequest = request
    func console(stopsAfter count: Int) -> Console {
      Console(isTerminal: false, isQuiet: false) { text in
        guard text.contains(", seed ") else { return }
        let number = seen.withLock {
          $0.append(text)
          return $0.count
        }
        if number == count { request.make(15) }
      }
    }
    #expect(throws: Interruption.self) { try tiny.run(name, Sharing(), console: console(stopsAfter: 2)) }
    let archive = URL(filePath: tiny.options.runs).appending(path: "experiments-unfinished")
    let kept = try FileManager.default.contentsOfDirectory(atPath: archive.path)
    #expect(!kept.isEmpty)
    let dates = try kept.map { try modified(archive.appending(path: $0)) }
    tiny.options.stopRequest = StopRequest()
    // As it was left: what is there is read, and not written again.
    let again = try tiny.run(
      name, Sharing(),
      console: Console(isTerminal: false, isQuiet: false) { _ in
        let now = try? kept.map { try modified(archive.appending(path: $0)) }
        #expect(now == nil || now == dates)
      })
    #expect(again[0].findings.observations.rows == whole.observations.rows)
    // Nothing but the runs is left.
    #expect(!FileManager.default.fileExists(atPath: archive.path))
  }

  private func modified(_ file: URL) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
  }

  @Test func theRestOfAllAreNamedWhenOneIsStopped() throws {
    let tiny = try TinyExperiment()
    tiny.options.stopRequest.make(15)
    let interruption = #expect(throws: Interruption.self) { try tiny.run("all") }
    let names = interruption?.commands.map { String($0.split(separator: " ")[4]) }
    #expect(names == Catalogue.all.map(\.name))
  }

  @Test func anUnknownOneIsAnErrorWithTheNamesThatThereAre() throws {
    let error = #expect(throws: InputError.self) { _ = try TinyExperiment().run("flters") }
    #expect(error?.kind == .usage)
    #expect(error?.expected.contains("filters") == true)
  }

  @Test func aTestErrorIsLookedAtForTheChosenLevelAlone() throws {
    let observations = try TinyExperiment().run("noise-kinds").findings.observations
    for training in observations.levels(of: "training") {
      let tried = observations.rows.filter { $0.levels[0] == training }
      let measured = tried.filter { $0.values[.testError] != nil }
      #expect(Set(measured.map { $0.levels[1] }).count == 1, "\(training)")
    }
  }

  /// Wherever it stands in the list, the setting of the least validation error is chosen, and it alone has a
  /// test error.
  @Test(arguments: [[0, 30], [30, 0], [0, 30, 0]]) func theBestSettingIsChosen(epochs: [Int]) throws {
    let tiny = try TinyExperiment("stack.units=[20]", "fine_tuning.learning_rate=0.01")
    defer { withExtendedLifetime(tiny) {} }
    let laboratory = try tiny.laboratory()
    let settings = epochs.enumerated().map { number, epochs in
      NoiseKinds.Contender.Setting(name: "\(number)") { recipe in
        recipe.changing {
          if epochs == 0 { $0.fineTuning.learningRate = PerLayer(1e-12) }
          $0.fineTuning.epochs = PerLayer(max(1, epochs))
        }
      }
    }
    var observations = Observations(
      factors: ["training", "setting"], quantities: [NoiseKinds.validationError, .testError])
    let best = try NoiseKinds().compare(
      .init(name: "epochs", settings: settings), laboratory, &observations)
    let expected = try #require(epochs.firstIndex(of: 30))
    #expect(best.name == "\(expected)")
    for row in observations.rows {
      #expect((row.values[.testError] != nil) == (row.levels[1].text == "\(expected)"))
    }
    #expect(observations.rows.count == epochs.count)
  }

  /// A setting that makes a loss no number is left out; the experiment goes on with the others.
  @Test func aSettingThatDivergesIsLeftOut() throws {
    let tiny = try TinyExperiment("stack.units=[6]")
    defer { withExtendedLifetime(tiny) {} }
    let laboratory = try tiny.laboratory()
    let sound = NoiseKinds.Contender.Setting(name: "sound") { $0 }
    let wild = NoiseKinds.Contender.Setting(name: "wild") { recipe in
      recipe.changing { $0.pretraining.learningRate = PerLayer(1e38) }
    }
    var observations = Observations(
      factors: ["training", "setting"], quantities: [NoiseKinds.validationError, .testError])
    let best = try NoiseKinds().compare(
      .init(name: "rate", settings: [wild, sound]), laboratory, &observations)
    #expect(best.name == "sound")
    #expect(observations.conditions == [["rate", "sound"]])
    let error = #expect(throws: InputError.self) {
      try NoiseKinds().compare(.init(name: "rate", settings: [wild]), laboratory, &observations)
    }
    #expect(error?.kind == .numericalFailure)
  }

  /// Whatever the number of epochs: the loss at the end is that after the last.
  @Test(arguments: [1, 9, 25]) func theLastEpochIsMeasured(epochs: Int) throws {
    let course = try TinyExperiment("pretraining.epochs=\(epochs)").run("capacity").findings.observations
    #expect(course.levels(of: "epochs").last == Level(epochs))
    #expect(course.levels(of: "epochs").count <= 13)
  }
}
