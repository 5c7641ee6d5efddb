import Foundation
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// Runs that version 0.1.0 wrote, on synthetic digits: they are evaluated, resumed and reported by this one.
struct OldRunTests {
  private let folder: TemporaryFolder
  private let capture = Capture()
  private var options = PipelineOptions()

  init() throws {
    folder = try TemporaryFolder()
    let fixture = try #require(Bundle.module.resourceURL?.appending(path: "Fixtures/runs-0.1.0"))
    try FileManager.default.copyItem(at: fixture, to: folder("runs"))
    options.runs = folder("runs").path
    options.threads = 2
    options.assignments = ["dataset=synthetic", "limit=300", "stack.units=12"]
  }

  private var store: RunStore { RunStore(root: folder("runs")) }

  /// The rows are those of the table that the old program printed. Where other arithmetic predicts another class for an
  /// image or two, that is not the table's fault.
  @Test func theTableIsTheOldOne() throws {
    let names = [
      "20261126-002714-baseline", "20261126-002728-baseline", "20261126-002714-finetune",
      "20261126-002713-finetune",
    ]
    let table = try EvaluateStage(options, runs: names, console: capture.console()).run().table
    let old: [String: (error: Double, validation: Double, parameters: Int)] = [
      "logistic regression": (21.72, 22.00, 7850), "linear SVM": (26.70, 25.86, 7850),
      "random init, 1 × 12": (89.88, 89.90, 9550), "stacked DAE, 1 × 12": (90.00, 90.00, 9550),
    ]
    #expect(Set(table.models.map(\.name)) == Set(old.keys))
    for model in table.models {
      let row = try #require(old[model.name])
      #expect(abs(model.testErrorPercent - row.error) < 0.1, "\(model.name)")
      #expect(abs(try #require(model.validationErrorPercent) - row.validation) < 1e-9, "\(model.name)")
      #expect(model.parameters == row.parameters)
    }
  }

  @Test func anInterruptedRunGoesOn() throws {
    var options = options
    options.assignments = []
    let outcome = try PretrainStage(
      options, from: .stopped("20261126-002728-pretrain"), console: capture.console()
    ).run()
    let run = try store.open("20261126-002728-pretrain")
    #expect(run.record.status == .finished)
    #expect(outcome.layers.map(\.epoch) == [20, 20])
    #expect(try run.metrics(as: PretrainingMetrics.self).count == 40)
    #expect(capture.words.contains("validation: 0 is read as sixth"))
  }

  @Test func reportsAreWritten() throws {
    for run in try store.all() {
      let folder = try run.run.get()
      _ = try ReportStage(options, run: folder.name).run()
      #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "report.html").path))
    }
  }
}
