import Foundation
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

struct ChosenDataTests {
  @Test func aDataSetIsDescribed() throws {
    let tiny = try TinyRun()
    let info = try ChosenData(tiny.options, console: tiny.console).info()
    #expect(info.name == "digits")
    #expect(info.train == 100)
    #expect(info.validation == 20)
    #expect(info.test == 100)
    #expect(info.imageHeight == 4)
    #expect(info.imageWidth == 4)
    #expect(info.classes.count == 10)
    #expect(info.classes.values.allSatisfy { $0 == 10 })
    #expect(!info.isPublished)
    #expect(info.text.hasPrefix("digits (digits), from \(tiny.folder("digits").path)\n"))
  }

  @Test(arguments: [(0, 2, 2), (98, 5, 2), (99, Int.max, 1)])
  func imagesAreDrawnAsFarAsThereAreAny(start: Int, count: Int, drawn: Int) throws {
    let tiny = try TinyRun()
    let text = try ChosenData(tiny.options, console: tiny.console).preview(
      start: start, count: count, colours: .plain)
    // Each image is drawn under its class.
    let captions = text.split { $0.isWhitespace }.filter { Int($0) != nil }.compactMap { Int($0) }
    #expect(captions == (start..<start + drawn).map { $0 % 10 })
  }

  @Test(arguments: [(-1, 1), (100, 1), (0, 0), (0, -1)])
  func imagesThatAreNotThereAreRefused(start: Int, count: Int) throws {
    let tiny = try TinyRun()
    let data = try ChosenData(tiny.options, console: tiny.console)
    let error = inputError { _ = try data.preview(start: start, count: count, colours: .plain) }
    #expect(error?.kind == .usage)
    #expect(error?.expected == "images 0 to 99")
  }

  /// Digits are made of all that there are, whatever a recipe keeps of them.
  @Test func keysThatDigitsAreNotMadeByAreRefused() throws {
    var tiny = try TinyRun()
    tiny.options.assignments = ["limit=5"]
    let made = tiny.folder("made")
    #expect(
      inputError {
        _ = try ChosenData(tiny.options, console: tiny.console).generate(count: 5, into: made.path)
      }?
      .place == "--set limit")
    #expect(!FileManager.default.fileExists(atPath: made.path))
    tiny.options.assignments = ["seed=5"]
    // Of digits at a path, as of those that have a name.
    _ = try ChosenData(tiny.options, console: tiny.console).generate(count: 150, into: made.path)
    tiny.options.dataset = made.path
    let info = try ChosenData(tiny.options, console: tiny.console).info()
    #expect(info.train + info.validation == 150)
  }

  @Test func onlyPublishedDataSetsAreDownloaded() throws {
    let tiny = try TinyRun()
    #expect(inputError { _ = try ChosenData(tiny.options, console: tiny.console).fetch() }?.kind == .usage)
  }
}
