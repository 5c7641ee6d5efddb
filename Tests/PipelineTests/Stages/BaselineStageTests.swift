import StrataCheckpoints
import StrataClassifiers
import StrataLayerGraph
import StrataRuns
import StrataStages
import StrataTestSupport
import Testing

struct BaselineStageTests {
  @Test(arguments: ModelKind.allCases.filter(\.isLinear))
  func aRunHoldsALinearModel(model: ModelKind) throws {
    let tiny = try TinyRun()
    let outcome = try BaselineStage(tiny.session(), model: model).run()
    let run = try tiny.store.open(outcome.run)
    #expect(
      try run.names == [
        ".lock", "best.safetensors", "graph.svg", "metrics.jsonl", "model.safetensors", "recipe.yml",
        "report.html", "run.json",
      ])
    #expect(run.record.stage == .baseline)
    #expect(run.record.status == .finished)
    #expect(run.record.model == model)
    #expect(run.record.parameters == 16 * 10 + 10)
    #expect(run.record.validationErrorPercent == 0)
    #expect(outcome.model == model.rawValue)
    #expect(try run.checkpoint(.best).graph().parameters.names == ["head.weight", "head.bias"])
  }
}
