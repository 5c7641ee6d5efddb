import Foundation
import StrataCheckpoints
import StrataFiles
import StrataLayerGraph
import StrataReports
import StrataRuns
import StrataStages
import StrataTestSupport
import Testing

/// `validation: none`: all images are trained on, the last epoch's weights are kept, and tables say "–".
struct WithoutValidationTests {
  @Test func everyStageDoesWithout() throws {
    let tiny = try TinyRun(TinyDigits(), "validation=none")
    let pretrained = try tiny.pretrain()
    #expect(pretrained.record.dataset.validation == 0)
    #expect(try pretrained.metrics(as: PretrainingMetrics.self).allSatisfy { $0.validationLoss == nil })
    let tuned = try tiny.finetune()
    let metrics = try tuned.metrics(as: FineTuningMetrics.self)
    #expect(metrics.allSatisfy { $0.isBest && $0.validationErrorPercent == nil && $0.validationLoss == nil })
    #expect(tuned.record.validationErrors == nil)
    #expect(
      try tuned.checkpoint(.best).graph().parameters == tuned.checkpoint(.last).graph().parameters)
    #expect(tiny.capture.words.contains("no examples were kept for validation"))
    let table = try tiny.evaluate().table
    #expect(table.models.allSatisfy { $0.validationErrorPercent == nil })
  }

  @Test func patienceNeedsSomethingToBePatientOver() throws {
    let tiny = try TinyRun(TinyDigits(), "validation=none", "fine_tuning.patience=2")
    let error = try #require(inputError { _ = try tiny.finetune(from: .scratch) })
    #expect(error.kind == .recipe)
    #expect(error.found == "2")
  }
}
