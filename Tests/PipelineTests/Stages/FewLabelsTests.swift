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

  /// All examples are learned from, with the labels of few: record, table and console say so, and it is the same each time, and
  /// after a stop.
  @Test func labelsAreSpread() throws {
    let tiny = try tiny()
    let stack = try tiny.pretrain()
    let settings = ["labels=20", "fine_tuning.label_spreading=5 by angle"]
    let few = try tuned(tiny, "labels=20")
    var options = tiny.options
    options.assignments += settings
    func run() throws -> RunFolder {
      try tiny.store.open(FinetuneStage(options, from: .run(stack.name), console: tiny.console).run().run)
    }
    let first = try run()
    #expect(first.record.dataset.train == 20)
    let all = try #require(first.record.labelsSpreadTo)
    #expect(all == stack.record.learnedFrom && few.record.labelsSpreadTo == nil)
    #expect(
      tiny.capture.words.contains(
        "spread from 20 examples to \(all - 20) without one, over the 5 nearest of each by angle"))
    // Of 20 labels there would be as many epochs as make 2,000 steps; of all there are those of the recipe.
    #expect(try first.metrics(as: FineTuningMetrics.self).count == 3)
    let note = try tiny.evaluate(first.name).table.models.last?.note
    #expect(
      note?.contains("learned from \(all) examples, with the labels of 20 spread over nearest neighbours")
        == true)
    let hash = try first.checkpoint(.best).tensorsHash
    #expect(try run().checkpoint(.best).tensorsHash == hash)
    #expect(try few.checkpoint(.best).tensorsHash != hash)

    options.stopRequest = StopRequest()
    options.stopRequest.make(SIGTERM)
    let interruption = #expect(throws: Interruption.self) { try run() }
    #expect(interruption?.isKept == false)
    options.stopRequest = StopRequest()
    let stopped = try tiny.store.newestUnfinished(.finetune)
    _ = try FinetuneStage(options, from: .stopped(stopped.name), console: tiny.console).run()
    #expect(try stopped.checkpoint(.best).tensorsHash == hash)
  }

  /// What no chain of neighbours leads to from a label is left out, and counted as left out.
  @Test func whatNoLabelReachesIsSaid() throws {
    let folder = try TemporaryFolder()
    let line = (0..<40).map {
      "\(Float($0) / 100),\($0 % 2 == 0 ? 0 : 0.9),\($0 < 6 ? ["a", "b"][$0 % 2] : "")"
    }
    let far = (0..<20).map { "\(50 + Float($0) / 100),50," }
    try Data((["x,y,label"] + line + far).joined(separator: "\n").utf8).write(
      to: folder.url.appending(path: "t.csv"))
    var options = PipelineOptions()
    options.dataset = folder.url.appending(path: "t.csv").path
    options.runs = folder.url.appending(path: "runs").path
    options.threads = 1
    options.assignments = [
      "stack.units=[4]", "fine_tuning.epochs=2", "fine_tuning.label_spreading=3 by distance",
      "validation=none",
      "data.test=2", "data.scale=as-is",
    ]
    let capture = Capture()
    let outcome = try FinetuneStage(options, from: .scratch, console: capture.console()).run()
    #expect(capture.words.contains("no label has reached 20 examples, which are left out"))
    let run = try RunStore(root: URL(filePath: options.runs, directoryHint: .isDirectory)).open(outcome.run)
    #expect(run.record.labelsSpreadTo == 38)
  }

  @Test func whereAllHaveALabelNoneIsSpread() throws {
    let tiny = try tiny()
    _ = try tiny.pretrain()
    let plain = try tuned(tiny)
    let run = try tuned(tiny, "fine_tuning.label_spreading=5 by distance")
    #expect(run.record.labelsSpreadTo == nil)
    #expect(try run.checkpoint(.best).tensorsHash == plain.checkpoint(.best).tensorsHash)
    #expect(tiny.capture.words.contains("fine_tuning.label_spreading changes nothing"))
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
