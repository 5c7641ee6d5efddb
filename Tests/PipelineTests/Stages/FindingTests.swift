import Foundation
import StrataClassifiers
import StrataDatasets
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataStages

/// Training that went wrong does not look right.
struct FindingTests {
  private func kinds(_ losses: [Double], every span: Int = 1, steps: Int = 1000) -> [RunRecord.Finding.Kind] {
    LossCurve(points: points(losses, every: span), steps: steps, what: "layer 2", key: "pretraining.epochs")
      .findings.map(\.kind)
  }

  /// A training loss is no validation loss: epochs that were not looked at are left out, where any was.
  @Test func onlyLossesOfOneKindAreCompared() throws {
    func metrics(_ losses: [(training: Double, validation: Double?)]) throws -> [FineTuningMetrics] {
      try losses.enumerated().map { index, loss in
        let validation = loss.validation.map { ", \"validation_loss\": \($0)" } ?? ""
        let line = """
          {"epoch": \(index + 1), "training_loss": \(loss.training)\(validation), "is_best": false,
            "learning_rate": 0.1, "seconds": 1}
          """
        return try JSONDecoder().decode(FineTuningMetrics.self, from: Data(line.utf8))
      }
    }
    let looked = LossCurve.points(of: try metrics([(2, 1), (0.4, nil), (0.3, 0.5)]))
    #expect(looked.map(\.epoch) == [1, 3] && looked.map(\.loss) == [1, 0.5])
    let never = LossCurve.points(of: try metrics([(2, nil), (0.4, nil)]))
    #expect(never.map(\.epoch) == [1, 2] && never.map(\.loss) == [2, 0.4])
  }

  /// After the first epoch, and then after one of so many.
  private func points(_ losses: [Double], every span: Int = 1) -> [LossCurve.Point] {
    losses.enumerated().map { .init(1 + span * $0, $1) }
  }

  @Test func lossesAreLookedAt() {
    #expect(kinds([100, 75, 69, 67, 66.5]) == [])
    #expect(kinds([100, 80, 64]) == [.stillFalling])
    #expect(kinds([100, 120, 100]) == [.lossDidNotFall])
    #expect(kinds([100]) == [])
    #expect(kinds([100, 80, 64], every: 4) == [.stillFalling])
    #expect(kinds([100, 80, 64], every: 5) == [])
    // How it fell between the first epoch and the last nobody saw.
    #expect(kinds([100, 20], every: 11) == [])
    #expect(kinds([100, 20]) == [.stillFalling])
    #expect(kinds([100, 75, 74], steps: 99) == [.fewSteps])
    let text = LossCurve(points: points([4, 3, 2]), steps: 12, what: "layer 2", key: "pretraining.epochs")
      .findings
      .map(\.text).joined()
    for part in ["took only 12 steps in layer 2", "from 3 to 2", "raise pretraining.epochs, now 3"] {
      #expect(text.contains(part))
    }
    let small = LossCurve(
      points: points([5e-4, 3.04e-4, 2.71e-4]), steps: 500, what: "", key: "pretraining.epochs")
    #expect(small.findings.map(\.text).joined().contains("from 0.000304 to 0.000271"))
    let ended = LossCurve(
      points: points([4, 3, 2]), steps: 500, what: "", key: "fine_tuning.epochs",
      endedBy: "fine_tuning.patience")
    #expect(ended.findings.map(\.text).joined().contains("raise fine_tuning.patience, which ended it"))
  }

  /// One example, or nine, say nothing of a model, however wrong it is on them.
  @Test(arguments: [1, 9, 10]) func ofFewExamplesNothingIsSaid(count: Int) throws {
    let labels = [Int32](repeating: 1, count: count)
    let part = try Dataset.Part(Matrix(rows: count, columns: 1), labels: labels)
    let finding = try #require(Guessing.finding(Proportion(count, of: count), on: part, classes: 2))
    #expect(finding.kind == (count < 10 ? .guessing : .worseThanNothing))
    #expect(finding.text.contains("too few to tell it from naming") == (count < 10))
  }

  /// Of ten images, six are of class 0: who always names it errs on 40 %.
  @Test(arguments: [(400, true), (439, true), (405, false), (0, false)])
  func worseThanTheCommonestClass(errors: Int, isWorse: Bool) throws {
    let labels = (0..<1000).map { Int32($0 % 10 < 6 ? 0 : 1) }
    let part = try Dataset.Part(Matrix(rows: 1000, columns: 4), labels: labels)
    let count = isWorse ? errors + 40 : errors
    let finding = Guessing.finding(Proportion(count, of: 1000), on: part, classes: 10)
    #expect((finding?.kind == .worseThanNothing) == isWorse)
    #expect((finding?.kind == .guessing) == (count == 405))
    #expect(Guessing.finding(nil, on: part, classes: 10) == nil)
  }

  /// One step from random weights reconstructs worse than the mean; many do better.
  @Test func aReconstructionWorseThanTheMeanIsFoundAndSaid() throws {
    let tiny = try TinyRun(
      TinyDigits(), "stack.units=[8]", "pretraining.epochs=1", "pretraining.batch_size=100")
    let run = try tiny.pretrain()
    #expect(run.record.findings?.map(\.kind) == [.worseThanNothing, .fewSteps])
    #expect(throws: Unlearned.self) { try Unlearned.check(run.record.findings ?? []) }
    #expect(tiny.capture.words.contains("reconstructs the inputs of layer 1 worse than their mean does"))
    let page = try String(contentsOf: run.file("report.html"), encoding: .utf8)
    #expect(page.contains("worse than their mean does"))
    _ = try tiny.finetune()
    let good = try TinyRun(
      TinyDigits(), "stack.units=[8]", "pretraining.epochs=30", "pretraining.batch_size=2",
      "pretraining.learning_rate=0.3"
    ).pretrain()
    #expect(good.record.findings?.contains { $0.kind == .worseThanNothing } == false)
    #expect(throws: Never.self) { try Unlearned.check(good.record.findings ?? []) }
  }

  /// At chance, and above it by more than chance: each is said.
  @Test(arguments: [RunRecord.Finding.Kind.guessing, .worseThanNothing])
  func guessingIsCalledSo(kind: RunRecord.Finding.Kind) throws {
    let validation = try TinyRun(TinyDigits(training: 600)).session().dataset.validation
    let classes = 10
    let most = try #require(validation.classCounts(of: classes).max())
    let others = validation.count - most
    let wrong = kind == .guessing ? others : validation.count
    let finding = Guessing.finding(Proportion(wrong, of: validation.count), on: validation, classes: classes)
    #expect(finding?.kind == kind)
    #expect(Guessing.finding(Proportion(0, of: validation.count), on: validation, classes: classes) == nil)
  }

  @Test func whatWasFoundStandsInTheTable() throws {
    let tiny = try TinyRun(TinyDigits(), "fine_tuning.epochs=1", "fine_tuning.batch_size=100")
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    let table = try tiny.evaluate().table
    let words = table.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("took only 1 step, where 100 are seldom enough: raise fine_tuning.epochs"))
  }

  /// Few examples get more epochs, unless the recipe says how many; MNIST gets those of ever.
  @Test func defaultsScaleWithTheData() throws {
    let few = Recipe().scaled(to: 120)
    #expect(few.pretraining.epochs.values == [5000])
    #expect(few.fineTuning.epochs.values == [2000])
    #expect(Recipe().scaled(to: 1280).pretraining.epochs.values == [500])
    // Down to the recipe's own number of steps, without a jump.
    let steps = [25_000, 37_500, 49_999].map { Recipe().scaled(to: $0).pretraining.steps(of: $0) }
    let usual = Recipe().pretraining.steps(of: 50_000)
    #expect(abs(steps[0] - 5000) < 200 && abs(steps[1] - (5000 + usual) / 2) < 300)
    #expect(abs(steps[2] - usual) < 400)
    #expect(Recipe().scaled(to: 50_000) == Recipe())
    // Twenty looks at the validation examples at least, unless it is said how many steps lie between two.
    #expect(Recipe.standard.scaled(to: 50_000).validationInterval == Recipe.standard.validationInterval)
    #expect(Recipe.standard.scaled(to: 105).validationInterval == 100)
    var said = Recipe.standard
    try said.set("fine_tuning.validation_interval=2500")
    #expect(said.scaled(to: 105).validationInterval == 2500)
    #expect(Recipe().scaled(to: 60_000) == Recipe())
    #expect(Recipe.standard.scaled(to: 50_000) == .standard)
    var own = Recipe()
    try own.set("pretraining.epochs=3")
    #expect(own.scaled(to: 10).pretraining.epochs.values == [3])
    #expect(own.scaled(to: 10).fineTuning.epochs.values == [2000])
    var batches = Recipe()
    try batches.set("pretraining.batch_size=[64, 128, 128]")
    #expect(batches.scaled(to: 128).pretraining.epochs.values == [2500, 5000, 5000])
  }

  @Test func theResolvedRecipeShowsTheEpochs() throws {
    var tiny = try TinyRun()
    tiny.options.assignments = ["stack.units=[6]", "pretraining.batch_size=2", "fine_tuning.epochs=1"]
    let run = try tiny.pretrain()
    #expect(try run.recipe().contains("epochs: 100\n"))
    #expect(try run.metrics(as: PretrainingMetrics.self).count == 100)
  }
}
