import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataDrawings
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

@Suite(.enabled(if: PNG.isAvailable, "this build has no libpng"))
struct FiltersStageTests {
  private func isPNG(_ path: String) throws -> Bool {
    try Data(contentsOf: URL(filePath: path)).starts(with: [0x89, 0x50, 0x4e, 0x47])
  }

  @Test func aPretrainingRunGivesTwoPictures() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let outcome = try FiltersStage(
      tiny.options, run: nil, units: 100, output: nil, console: tiny.console
    ).run()
    #expect(outcome.run == run.name)
    #expect(try isPNG(run.file("filters.png").path))
    #expect(try isPNG(run.file("reconstructions.png").path))
    #expect(outcome.filters == run.file("filters.png").relativePath)
    #expect(tiny.capture.words.contains("the newest pretraining run, \(run.name)"))
  }

  /// A folder to write to is made, for pictures and for a report, as the folder of runs is.
  @Test func aFolderToWriteToIsMade() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let pictures = tiny.folder("new/pictures")
    _ = try FiltersStage(
      tiny.options, run: run.name, units: 4, output: pictures.path, console: tiny.console
    ).run()
    #expect(try isPNG(pictures.appending(path: "filters.png").path))
    let pages = tiny.folder("new/pages")
    _ = try ReportStage(tiny.options, run: run.name, output: pages.path).run()
    #expect(FileManager.default.fileExists(atPath: pages.appending(path: "report.html").path))
  }

  @Test func theScaleIsTheUsersChoice() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    func picture(_ scale: FiltersStage.Scale) throws -> Data {
      _ = try FiltersStage(
        tiny.options, run: nil, units: 100, scale: scale, output: nil, console: tiny.console
      ).run()
      return try Data(contentsOf: run.file("filters.png"))
    }
    #expect(try picture(.perFilter) == picture(.perFilter))
    #expect(try picture(.perFilter) != picture(.shared))
  }

  @Test func theDrawingFitsATerminal() throws {
    let tiny = try TinyRun(TinyDigits(side: 28))
    _ = try tiny.pretrain()
    let stage = try FiltersStage(
      tiny.options, run: nil, units: 100, scale: .shared, output: nil, console: tiny.console)
    let lines = try stage.drawing(colours: .plain).split(separator: "\n")
    #expect(lines.map(\.count).max() == 5 * 14 + 4 * 2)
    #expect(lines.last == "12 of 12 units, one scale for all")
    #expect(try stage.drawing(colours: .full).contains("\u{1B}[38;2;"))
  }

  @Test func aFineTunedRunHasNoReconstructionsToShow() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let pictures = tiny.folder("pictures")
    try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
    let outcome = try FiltersStage(
      tiny.options, run: run.name, units: 4, output: pictures.path, console: tiny.console
    ).run()
    #expect(outcome.reconstructions == nil)
    #expect(try isPNG(pictures.appending(path: "filters.png").path))
    #expect(try !run.names.contains("filters.png"))
  }

  @Test func aLinearModelHasNoFilters() throws {
    let tiny = try TinyRun()
    let baseline = try BaselineStage(tiny.session(), model: .logisticRegression).run()
    let error = inputError {
      _ = try FiltersStage(
        tiny.options, run: baseline.run, units: 4, output: nil, console: tiny.console)
    }
    #expect(error?.expected == "a stack with a first layer")
  }

  /// A model from somebody else may call so what is no picture.
  @Test func whatIsNoPictureIsRefused() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    var model = try run.checkpoint(.last)
    let graph = try model.graph()
    let gone = graph.nodes.filter { [.loss, .reconstruction, .corruption].contains($0.role) }
    let below = Dictionary(uniqueKeysWithValues: gone.map { ($0.name, $0.inputs[0]) })
    var nodes = graph.nodes.filter { below[$0.name] == nil }
      .map { Node($0.name, $0.operation, inputs: $0.inputs.map { below[$0] ?? $0 }) }
    nodes.append(Node("reconstruction.0", .labels(classes: 16)))
    try model.keep(
      LayerGraph(nodes: nodes, parameters: graph.parameters).architecture,
      as: "architecture")
    try run.forge(model, as: .last)
    let stage = try FiltersStage(
      tiny.options, run: run.name, units: 4, output: nil, console: tiny.console)
    #expect(inputError { _ = try stage.run() }?.expected == "16 pixels in reconstruction.0")
  }
}
