import Foundation
import StrataCheckpoints
import StrataReports
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataStages

/// One stack that has learned from all images, and networks that are shown few of the labels.
struct FewLabelsTests {
  private func tiny() throws -> TinyRun { try TinyRun(TinyDigits()) }

  private func tuned(_ tiny: TinyRun, _ assignments: String...) throws -> RunFolder {
    var options = tiny.options
    options.assignments += assignments
    let outcome = try FinetuneStage(options, from: .newest, console: tiny.console).run()
    return try tiny.store.open(outcome.run)
  }

  @Test func aStackServesEveryDraw() throws {
    let tiny = try tiny()
    let stack = try tiny.pretrain()
    let all = try tuned(tiny)
    let first = try tuned(tiny, "labels=20")
    let again = try tuned(tiny, "labels=20")
    let second = try tuned(tiny, "labels=20", "data.labels_seed=2")
    #expect(all.record.dataset.train > 20 && first.record.dataset.train == 20)
    #expect(first.record.dataset.validation == all.record.dataset.validation)
    #expect(first.record.dataset.sha256 == stack.record.dataset.sha256)
    let weights = try [all, first, again, second].map { try $0.checkpoint(.best).tensorsHash }
    #expect(weights[1] == weights[2] && Set(weights).count == 3)
    #expect(first.record.dataset.parts != second.record.dataset.parts)
    #expect(first.record.dataset.parts == again.record.dataset.parts)
    #expect(first.record.parent == stack.name)
    #expect(
      tiny.capture.words.contains(
        "20 of \(all.record.dataset.train) training images keep their labels, 2 of each class"))
    #expect(try first.recipe().contains("\nlabels: 20\n"))
  }

  /// However many labels there are, pretraining learns from all examples, which record, pages and table say.
  @Test func whatPretrainingLearnedFromIsSaid() throws {
    var tiny = try tiny()
    let all = try tiny.pretrain().record
    tiny.options.assignments.append("labels=20")
    let run = try tiny.pretrain()
    #expect(all.learnedFrom == all.dataset.train && all.dataset.unlabelled == nil)
    #expect(run.record.dataset.train == 20 && run.record.learnedFrom == all.learnedFrom)
    let page = try String(contentsOf: run.file("report.html"), encoding: .utf8)
    #expect(page.contains("learned without a label from \(all.learnedFrom) examples"))
    let tuned = try tiny.finetune()
    #expect(tuned.record.learnedFrom == 20)
    let notes = try tiny.evaluate(tuned.name).table.models.map { $0.note ?? "" }
    #expect(
      notes.last?.contains("was pretrained on \(all.learnedFrom) examples and fine-tuned on 20") == true)
  }

  /// The linear models are shown the same labels, and no others.
  @Test func theTableComparesOnTheSameLabels() throws {
    let tiny = try tiny()
    _ = try tiny.pretrain()
    let run = try tuned(tiny, "labels=30")
    let table = try tiny.evaluate(run.name).table
    let baselines = try tiny.store.all().compactMap { try? $0.run.get() }.filter {
      $0.record.stage == .baseline
    }
    #expect(baselines.map(\.record.dataset.train) == [30])
    #expect(baselines.first?.record.dataset.parts == run.record.dataset.parts)
    let notes = table.models.map { $0.note ?? "" }
    #expect(notes.count == 2 && notes[0].isEmpty, "\(notes)")
    #expect(notes[1].contains("was pretrained on 100 examples and fine-tuned on 30"), "\(notes)")
  }

  /// Epochs that a stack was pretrained with are for all labels: of few there are more, unless somebody says how many.
  @Test func epochsOfAllLabelsAreNoChoiceForFew() throws {
    let tiny = try tiny()
    _ = try tiny.pretrain()
    func epochs(_ assignments: String...) throws -> [Int] {
      var options = tiny.options
      options.assignments = assignments
      let outcome = try FinetuneStage(options, from: .newest, console: tiny.console).run()
      let recipe = try Recipe(yaml: try tiny.store.open(outcome.run).recipe(), at: "recipe.yml")
      return recipe.fineTuning.epochs.values
    }
    #expect(try epochs("labels=40") == [1000])
    #expect(tiny.capture.words.contains("1000 in place of 3, for 2,000 steps on so few examples"))
    #expect(try epochs("labels=40", "fine_tuning.epochs=2") == [2])
    #expect(try epochs() == [3])
  }

  @Test func aRunWithFewLabelsGoesOnToTheSameBits() throws {
    let tiny = try tiny()
    _ = try tiny.pretrain()
    let constant = "fine_tuning.schedule=constant"
    let whole = try tuned(tiny, "labels=20", constant, "fine_tuning.epochs=4")
    let short = try tuned(tiny, "labels=20", constant, "fine_tuning.epochs=2")
    var options = tiny.options
    options.assignments = ["fine_tuning.epochs=4"]
    _ = try FinetuneStage(options, from: .stopped(short.name), console: tiny.console).run()
    #expect(
      try tiny.store.open(short.name).checkpoint(.last).tensorsHash == whole.checkpoint(.last).tensorsHash)
  }
}
