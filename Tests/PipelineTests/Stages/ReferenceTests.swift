import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// With which linear models an accuracy table compares, and what it says of how they were trained.
struct ReferenceTests {
  private func pretrainedAndTuned(_ tiny: TinyRun) throws {
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
  }

  /// A baseline under some settings, by its run's name.
  private func baseline(
    _ tiny: TinyRun, _ model: ModelKind = .logisticRegression, _ assignments: String...
  ) throws -> RunFolder {
    var other = tiny
    other.options.assignments += assignments
    return try tiny.store.open(BaselineStage(other.session(), model: model).run().run)
  }

  @Test(arguments: ["baseline.iterations=1", "baseline.weight_decay=0.5", "limit=50", "validation=30"])
  func aReferenceOfOtherSettingsIsLeftOut(assignment: String) throws {
    let tiny = try TinyRun()
    try pretrainedAndTuned(tiny)
    let right = try baseline(tiny)
    let other = try baseline(tiny, .logisticRegression, assignment)
    let table = try tiny.evaluate().table
    // The newest is another; the right one is there.
    #expect(table.models[0].run == right.name)
    #expect(!tiny.capture.words.contains("\(other.name), is left out"))
  }

  @Test(arguments: [
    ("baseline.iterations=1", "its baseline.iterations is 1, not 10000"),
    (
      "limit=50",
      "its examples are 50 for training, 20 for validation and 100 for the test, not 100, 20 and 100"
    ),
  ])
  func whereThereIsNoneOfTheRecipeItIsTrainedAndThatIsSaid(assignment: String, difference: String) throws {
    let tiny = try TinyRun()
    try pretrainedAndTuned(tiny)
    let other = try baseline(tiny, .logisticRegression, assignment)
    let outcome = try tiny.evaluate()
    #expect(outcome.table.models[0].run != other.name)
    let words = tiny.capture.words
    #expect(words.contains("logistic regression, \(other.name), is left out: \(difference)"))
    // Nobody is told to do what is done.
    #expect(words.contains("it is trained now") && !words.contains("is made by: "))
    // Once: the second time it is there.
    #expect(try tiny.evaluate().table.models[0].run == outcome.table.models[0].run)
  }

  @Test func aMachineOfOtherSettingsIsLeftOutOfAllFormats() throws {
    let tiny = try TinyRun()
    try pretrainedAndTuned(tiny)
    let other = try baseline(tiny, .linearSVM, "baseline.svm_weight_decay=0.5")
    let outcome = try tiny.evaluate()
    #expect(!outcome.table.models.contains { $0.kind == .linearSVM })
    let remark = try #require(outcome.table.remarks.first)
    #expect(
      remark.hasPrefix(
        "linear SVM, \(other.name), is left out: its baseline.svm_weight_decay is 0.5, not 0.0001. The one to "
          + "compare with is made by: swift run mnist-pipeline baseline --model svm"))
    try expectEverywhere("is left out: its baseline", outcome, tiny)
    let right = try baseline(tiny, .linearSVM)
    let after = try tiny.evaluate().table
    #expect(after.remarks.isEmpty && after.models.contains { $0.run == right.name })
  }

  /// The word is in the console's text, in the table as text, Markdown and JSON, and on the page.
  private func expectEverywhere(_ word: String, _ outcome: EvaluateStage.Outcome, _ tiny: TinyRun) throws {
    func contains(_ text: String) -> Bool {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(word)
    }
    let run = try tiny.store.open(#require(outcome.run))
    #expect(tiny.capture.words.contains(word))
    #expect(contains(outcome.table.text))
    #expect(contains(outcome.table.markdown))
    #expect(contains(try outcome.table.json()))
    #expect(contains(try String(contentsOf: run.file("report.html"), encoding: .utf8)))
    let again = try AccuracyTable(
      json: Data(run.bytes(of: "accuracy.json")), title: outcome.table.dataset.title, at: "accuracy.json")
    #expect(again == outcome.table)
  }

  @Test(arguments: [
    (ModelKind.logisticRegression, "baseline.iterations=1", "1 iteration with a largest gradient"),
    (.linearSVM, "baseline.svm_passes=1", "1 pass with a relative duality gap"),
  ])
  func aModelThatDidNotConvergeIsSaidToBeSoEverywhere(
    model: ModelKind, assignment: String, words: String
  ) throws {
    // Labels that contradict each other, so that nothing is learned in one pass.
    let tiny = try TinyRun(TinyDigits(mislabelled: 10), assignment, "baseline.svm_weight_decay=1e-9")
    try pretrainedAndTuned(tiny)
    let run = try baseline(tiny, model)
    let convergence = try #require(run.record.convergence)
    #expect(!convergence.isConverged && convergence.end == .limit && convergence.iterations == 1)
    #expect(convergence.value > convergence.tolerance)
    let page = try String(contentsOf: run.file("report.html"), encoding: .utf8)
    let word = "did not converge: it ended at its limit of \(words)"
    #expect(page.contains(word))
    let outcome = try tiny.evaluate()
    try expectEverywhere(word, outcome, tiny)
    #expect(outcome.table.csv.contains(word))
    #expect(outcome.table.models.first { $0.run == run.name }?.note?.hasPrefix("did not converge") == true)
  }

  @Test(arguments: [ModelKind.logisticRegression, .linearSVM])
  func aModelThatConvergedHasNoNote(model: ModelKind) throws {
    let tiny = try TinyRun()
    let run = try baseline(tiny, model)
    let convergence = try #require(run.record.convergence)
    #expect(convergence.isConverged && convergence.value <= convergence.tolerance)
    #expect(convergence.end == .tolerance)
    #expect(!tiny.capture.words.contains("did not converge"))
    #expect(tiny.capture.words.contains(convergence.measure.rawValue))
  }

  /// What the version before wrote of a baseline.
  private func forgetConvergence(_ run: RunFolder) throws {
    try run.forgeRecord { text in
      let old = text.replacing(try Regex("\"convergence\" : \\{[^}]*\\},\\s*"), with: "")
      #expect(old != text)
      return old
    }
  }

  @Test func aReferenceOfAnEarlierVersionIsTakenWithANote() throws {
    let tiny = try TinyRun()
    try pretrainedAndTuned(tiny)
    let run = try baseline(tiny)
    try forgetConvergence(run)
    let model = try tiny.evaluate().table.models[0]
    #expect(model.run == run.name)
    #expect(model.note == "was trained by an earlier version, which did not record whether it converged")
  }

  @Test func aMachineOfAnEarlierVersionIsLeftOut() throws {
    let tiny = try TinyRun()
    try pretrainedAndTuned(tiny)
    try forgetConvergence(try baseline(tiny, .linearSVM))
    let table = try tiny.evaluate().table
    #expect(!table.models.contains { $0.kind == .linearSVM })
    #expect(table.remarks.first?.contains("of an earlier version, whose method did not reach") == true)
  }

  /// A baseline that is trained with a run's recipe has a command that says all that it needs of it.
  @Test func theCommandOfABaselineSaysWhatTheRunsRecipeSays() throws {
    var tiny = try TinyRun(TinyDigits(), "limit=60", "baseline.weight_decay=0.125")
    try pretrainedAndTuned(tiny)
    tiny.options.assignments = []
    let row = try tiny.evaluate().table.models[0]
    #expect(
      row.command.hasPrefix(
        "swift run mnist-pipeline baseline --set limit=60 --set baseline.weight_decay=0.125 --dataset"))
  }
}
