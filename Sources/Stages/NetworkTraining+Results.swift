internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataReports
internal import StrataRuns
internal import StrataSession

/// What a trained network leaves in its run's folder.
extension NetworkTraining {
  /// Keeps the model, and what there is to say of its training.
  func keep(
    _ result: FineTuning.Result, of fineTuning: FineTuning, _ network: LayerGraph, in run: RunWriter
  ) throws -> FinetuneStage.Outcome {
    let kept =
      result.validationError.map {
        "best epoch \(result.stopping.bestEpoch) with \(String($0.percent, decimals: 2)) % validation error, its weights kept"
      } ?? "no examples were kept for validation, so the last epoch's weights are kept"
    session.console.say("")
    session.console.say("done", "\(result.reason); \(kept)")
    let pretrained = try pretrainedModel(of: run.record)
    try session.keep(
      classifier: result.classifier, stack: pretrained?.stack, learnedBefore: pretrained?.learnedRows,
      errors: result.validationError, in: run)
    try run.write(network.svg, as: "graph.svg")
    let findings = try findings(fineTuning, result, in: RunFolder(run.url))
    for finding in findings { session.console.say("note", "it \(finding.text)") }
    try run.update {
      $0.parameters = network.parameterCount
      $0.validationErrors = result.validationError?.count
      $0.findings = findings
    }
    return try FinetuneStage.Outcome(
      of: RunFolder(run.url), from: parent?.url.relativePath ?? run.record.parent, reason: result.reason)
  }

  /// The model that training began from, its stack with decoders; nil where there was none, or it is gone, which is
  /// said.
  private func pretrainedModel(of record: RunRecord) throws -> Model? {
    do {
      return try (parent ?? session.store.parent(of: record))?.wholeModel()
    } catch let error as InputError {
      session.console.say("note", "the model is kept without its pretrained stack: \(error.wordsOfProgram)")
      return nil
    }
  }

  /// What does not look right about training.
  private func findings(
    _ fineTuning: FineTuning, _ result: FineTuning.Result, in run: RunFolder
  ) throws -> [RunRecord.Finding] {
    let metrics = try run.metrics(as: FineTuningMetrics.self)
    let curve = LossCurve(
      points: LossCurve.points(of: metrics),
      steps: metrics.count * fineTuning.training.steps(of: session.learningCount), what: "",
      key: "fine_tuning.epochs",
      endedBy: metrics.count < fineTuning.training.epochs ? "fine_tuning.patience" : nil)
    let guessing = Guessing.finding(
      result.validationError, on: session.dataset.validation, classes: session.dataset.classes)
    return [guessing].compactMap(\.self) + curve.findings
  }
}
