import Foundation
import StrataCheckpoints
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// The pages that runs leave.
struct ReportTests {
  private func text(_ run: RunFolder, _ file: String = "report.html") throws -> String {
    try String(contentsOf: run.file(file), encoding: .utf8)
  }

  private func report(_ run: RunFolder) throws -> ReportStage.Outcome {
    var options = PipelineOptions()
    options.runs = "nowhere"
    return try ReportStage(options, run: run.url.path).run()
  }

  /// Two sets called digits do not look alike.
  @Test func dataOfOneNameAreToldApartByTheirHash() throws {
    let tiny = try TinyRun()
    let first = try tiny.pretrain().record.dataset
    let index = { try String(contentsOf: tiny.folder("runs/index.html"), encoding: .utf8) }
    #expect(try !index().contains(first.sha256.prefix(8)))
    try TinyDigits(training: 90).write(to: tiny.folder)
    let second = try tiny.pretrain().record.dataset
    for dataset in [first, second] {
      #expect(try index().contains("digits (\(dataset.sha256.prefix(8))…)"))
    }
  }

  @Test func everyStageLeavesAReportAndALineInTheIndex() throws {
    let tiny = try TinyRun()
    let runs = [try tiny.pretrain(), try tiny.finetune()]
    let evaluation = try tiny.store.open(URL(filePath: #require(tiny.evaluate().run)).lastPathComponent)
    let baseline = try tiny.store.newest(.baseline)
    let index = try String(contentsOf: tiny.folder("runs/index.html"), encoding: .utf8)
    for run in runs + [evaluation, baseline] {
      let html = try text(run)
      #expect(html.contains(run.record.dataset.sha256))
      #expect(html.contains("stack.units=[12, 8]") == (run.name != baseline.name), "the command")
      #expect(html.contains("fine_tuning:"), "the recipe")
      #expect(index.contains("<a href=\"\(run.name)/report.html\">\(run.name)</a>"))
      #expect(tiny.capture.words.contains("report \(run.file("report.html").relativePath)"))
    }
    #expect(try text(runs[0]).contains("Layer 2</text>"))
    #expect(try text(runs[0]).components(separatedBy: "data:image/png").count == (PNG.isAvailable ? 3 : 1))
    #expect(try text(runs[1]).contains("../\(runs[0].name)/report.html"))
    #expect(try text(evaluation).contains("<caption>Test error on"))
    #expect(try text(evaluation).contains("Confusion matrix"))
    #expect(try text(evaluation).contains("../\(baseline.name)/report.html"))
    #expect(index.contains("0.00 % test error"))
  }

  @Test func itIsMadeAgainFromTheFolderAlone() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    _ = try tiny.finetune()
    let evaluation = try tiny.store.open(URL(filePath: #require(tiny.evaluate().run)).lastPathComponent)
    for run in [pretrained, try tiny.store.newest(.finetune), try tiny.store.newest(.baseline), evaluation] {
      let before = try text(run)
      try FileManager.default.removeItem(at: run.file("report.html"))
      let outcome = try report(run)
      #expect(outcome.run == run.name)
      #expect(outcome.report == run.file("report.html").relativePath)
      #expect(try text(run) == before)
    }
    let newest = try tiny.store.newest().name
    #expect(try ReportStage(tiny.options, run: nil).run().run == newest)
  }

  @Test func anIndexThatCannotBeWrittenIsSaidAndFailsNoRun() throws {
    let tiny = try TinyRun()
    try FileManager.default.createDirectory(
      at: tiny.folder("runs/index.html/in-the-way"), withIntermediateDirectories: true)
    let run = try tiny.pretrain()
    #expect(run.record.status == .finished)
    #expect(tiny.capture.words.contains("index.html was not written"))
    #expect(inputError { _ = try report(run) } != nil)
  }

  @Test func aDamagedFileIsNamed() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    let run = try tiny.store.open(URL(filePath: #require(tiny.evaluate().run)).lastPathComponent)
    try Data("{}".utf8).write(to: run.file("accuracy.json"))
    #expect(inputError { _ = try report(run) }?.place.hasSuffix("accuracy.json") == true)
    try FileManager.default.removeItem(at: run.file("accuracy.json"))
    _ = try report(run)
    #expect(try !text(run).contains("<caption>Test error on"))
  }

  @Test func aRunThatCannotBeReadIsInTheIndexAllTheSame() throws {
    let tiny = try TinyRun()
    let run = try tiny.pretrain()
    let other = try tiny.pretrain()
    try Data("{".utf8).write(to: run.file("run.json"))
    _ = try report(other)
    let index = try String(contentsOf: tiny.folder("runs/index.html"), encoding: .utf8)
    #expect(index.contains("cannot be read"))
    #expect(index.contains(run.name) && index.contains(other.name))
  }

  @Test func anExperimentsOwnReportIsLeftAlone() throws {
    let tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let record = pretrained.record
    let experiment = RunRecord(
      stage: .experiment, command: "mnist-pipeline experiment x", seed: 1, arithmetic: record.arithmetic,
      dataset: record.dataset)
    let run = try tiny.store.create(experiment, recipe: "")
    try run.write("mine", as: "report.html")
    let outcome = try ReportStage(tiny.options, run: run.name).run()
    #expect(outcome.report == run.url.appending(path: "report.html").relativePath)
    #expect(try text(RunFolder(run.url)) == "mine")
    // It cannot be made of what is in the folder, and nobody is told that it was.
    #expect(
      inputError { _ = try ReportStage(tiny.options, run: run.name, output: tiny.folder("x").path).run() }?
        .kind == .usage)
    try FileManager.default.removeItem(at: run.url.appending(path: "report.html"))
    let error = inputError { _ = try ReportStage(tiny.options, run: run.name).run() }
    #expect(error?.advice.description == "do the experiment again: mnist-pipeline experiment x")
  }
}
