import Foundation
import StrataClassifiers
import StrataFiles
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

@testable import StrataStages

/// What stands side by side in a table can be compared, or a note says what to know.
struct ComparisonTests {
  private func kinds(_ outcome: EvaluateStage.Outcome) -> [ModelKind] {
    outcome.table.models.map(\.kind)
  }

  /// True when every form of the table holds a text.
  private func isEverywhere(_ text: String, _ outcome: EvaluateStage.Outcome, _ tiny: TinyRun) throws -> Bool
  {
    let table = outcome.table
    let page = try String(
      contentsOf: tiny.store.open(#require(outcome.run)).file("report.html"), encoding: .utf8)
    let forms = try [table.text, table.markdown, table.json(), page].map {
      $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return forms.allSatisfy { $0.contains(text) }
  }

  /// Each is trained otherwise than the run in one thing that matters.
  @Test(arguments: [
    "fine_tuning.epochs=1", "fine_tuning.learning_rate=0.01", "fine_tuning.optimizer=sgd",
    "fine_tuning.dropout=0.1", "limit=50", "validation=10", "stack.units=[7]",
    "fine_tuning.input_dropout=0.3",
  ])
  func aControlThatWasTrainedOtherwiseIsLeftOut(difference: String) throws {
    let tiny = try TinyRun(TinyDigits(), "stack.loss=squared-error")
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    var other = tiny
    other.options.assignments.append(difference)
    let control = try other.finetune(from: .scratch)
    let outcome = try tiny.evaluate(run.name)
    #expect(kinds(outcome) == [.logisticRegression, .stackedDenoisingAutoencoder])
    #expect(
      try isEverywhere("\(control.name), trained from random weights, is left out: it", outcome, tiny))
    // The command in the note makes the one that belongs there.
    let remark = try #require(outcome.table.remarks.first)
    #expect(remark.contains("finetune --from-scratch --recipe \(run.file("recipe.yml").relativePath)"))
    var options = PipelineOptions()
    options.recipeFile = run.file("recipe.yml").path
    (options.runs, options.threads) = (tiny.options.runs, 1)
    _ = try FinetuneStage(options, from: .scratch, console: tiny.console).run()
    let second = try tiny.evaluate(run.name)
    #expect(kinds(second) == [.logisticRegression, .randomInitialisation, .stackedDenoisingAutoencoder])
    #expect(second.table.remarks.isEmpty)
  }

  @Test func aControlOnOtherLabelsIsLeftOut() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    var other = tiny
    try TinyDigits(mislabelled: 3).write(to: tiny.folder, "others")
    other.options.dataset = tiny.folder("others").path
    _ = try other.finetune(from: .scratch)
    let outcome = try tiny.evaluate(run.name)
    #expect(kinds(outcome) == [.logisticRegression, .stackedDenoisingAutoencoder])
    #expect(outcome.table.remarks.first?.contains("it learned from other examples") == true)
  }

  @Test func aDamagedControlSpoilsItselfOnly() throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let control = try tiny.finetune(from: .scratch)
    try Data("{".utf8).write(to: control.file("best.safetensors"))
    let outcome = try tiny.evaluate(run.name)
    #expect(kinds(outcome) == [.logisticRegression, .stackedDenoisingAutoencoder])
    #expect(outcome.table.remarks.first?.contains("it cannot be read") == true)
  }

  @Test func threeSeedsAreThreeRowsAndARunIsOne() throws {
    var tiny = try TinyRun()
    var runs: [String] = []
    for seed in [1, 2, 3] as [UInt64] {
      tiny.options.seed = seed
      _ = try tiny.pretrain()
      runs.append(try tiny.finetune().name)
    }
    tiny.options.seed = nil
    let path = tiny.store.root.appending(path: runs[0]).path
    let outcome = try EvaluateStage(
      tiny.options, runs: runs + [runs[1], path], console: tiny.console
    ).run()
    let names = outcome.table.models.map(\.name).filter { $0.hasPrefix("stacked DAE") }
    #expect(names == (1...3).map { "stacked DAE, 12-8, seed \($0)" })
  }

  @Test func rowsAreToldApartByWhatDiffers() {
    func names(_ rows: [(String, UInt64)]) -> [String] {
      RowNames(
        rows.enumerated().map { index, row in
          .init(title: "stacked DAE, 1 × 32", recipe: row.0, seed: row.1, run: "run-\(index)")
        }
      ).unique
    }
    #expect(names([("a", 1)]) == ["stacked DAE, 1 × 32"])
    #expect(names([("a", 1), ("b", 1)]) == ["stacked DAE, 1 × 32, a", "stacked DAE, 1 × 32, b"])
    #expect(names([("a", 1), ("a", 2)]) == ["stacked DAE, 1 × 32, seed 1", "stacked DAE, 1 × 32, seed 2"])
    #expect(Set(names([("a", 1), ("a", 2), ("b", 1)])).count == 3)
    #expect(names([("a", 1), ("a", 1)]) == ["stacked DAE, 1 × 32, run-0", "stacked DAE, 1 × 32, run-1"])
  }

  @Test func onWhatARunWasTrainedStandsInTheTable() throws {
    var tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    tiny.options.assignments.append("limit=50")
    let fewer = try tiny.evaluate(run.name)
    #expect(
      try isEverywhere(
        "was trained on 100 examples and chosen by 20, not by the 50 and 20 of this table", fewer, tiny))
    #expect(fewer.table.csv.contains("was trained on 100 examples"))
    let tuned = try tiny.finetune()
    #expect(
      try isEverywhere("was pretrained on 100 examples and fine-tuned on 50", tiny.evaluate(tuned.name), tiny)
    )
    try TinyDigits(mislabelled: 5).write(to: tiny.folder, "others")
    tiny.options.dataset = tiny.folder("others").path
    #expect(try isEverywhere("was trained on digits, not on these examples", tiny.evaluate(run.name), tiny))
    // The same files, changed in between.
    tiny.options.dataset = tiny.folder("digits").path
    try TinyDigits(mislabelled: 5).write(to: tiny.folder, "digits")
    let changed = try tiny.finetune()
    #expect(
      try isEverywhere(
        "was pretrained on digits before that changed, and fine-tuned on what it holds since",
        tiny.evaluate(changed.name), tiny))
  }

  @Test func theTableIsOfWhatIsThere() throws {
    let tiny = try TinyRun()
    _ = try BaselineStage(tiny.session(), model: .linearSVM).run()
    #expect(kinds(try tiny.evaluate()) == [.logisticRegression, .linearSVM])
    _ = try tiny.finetune(from: .scratch)
    #expect(kinds(try tiny.withoutPretraining.evaluate()).last == .randomInitialisation)
  }
}
