internal import Foundation
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataReports
internal import StrataRuns
internal import StrataSession

/// What a trained stack leaves in its run's folder.
extension StackTraining {
  /// Keeps the model, pictures of it, and what there is to say of its training.
  func keep(
    _ stack: LayerGraph, of pretraining: GreedyPretraining, in run: RunWriter
  ) throws -> PretrainStage.Outcome {
    try session.keep(classifier: nil, stack: stack, in: run)
    try run.write(stack.svg, as: "graph.svg")
    try writePictures(of: stack, into: run)
    let findings = try findings(pretraining, stack, in: RunFolder(run.url))
    for finding in findings { session.console.say("note", "it \(finding.text)") }
    try run.update {
      $0.findings = findings
      $0.parameters = stack.parameterCount
      $0.result =
        "\(pretraining.layers.count == 1 ? "1 layer" : "\(pretraining.layers.count) layers") of "
        + pretraining.layers.map { "\($0.autoencoder.units)" }.joined(separator: ", ") + " units"
    }
    return try PretrainStage.Outcome(of: RunFolder(run.url))
  }

  /// What does not look right about training.
  private func findings(
    _ pretraining: GreedyPretraining, _ stack: LayerGraph, in run: RunFolder
  ) throws -> [RunRecord.Finding] {
    let dataset = session.dataset
    let metrics = try run.metrics(as: PretrainingMetrics.self)
    let curves = pretraining.layers.enumerated().flatMap { k, layer in
      let epochs = metrics.filter { $0.layer == k + 1 }
      return LossCurve(
        points: epochs.map { .init($0.epoch, $0.validationLoss ?? $0.trainingLoss) },
        steps: epochs.count * layer.training.steps(of: dataset.examples.rows), what: "layer \(k + 1)",
        key: "pretraining.epochs"
      ).findings
    }
    let images = dataset.validation.count > 1 ? dataset.validation.features : dataset.examples
    return try MeanReconstruction.findings(
      of: stack, layers: pretraining.layers.count, on: images, session.options.execution) + curves
  }

  /// Draws what the report shows of the first layer.
  private func writePictures(of stack: LayerGraph, into run: RunWriter) throws {
    guard session.dataset.imageSize != nil else { return }
    guard PNG.isAvailable else {
      return session.console.say("note", "no pictures: this build has no libpng")
    }
    let pictures = try StackPictures(of: stack, in: session, place: run.url.relativePath)
    try run.write(
      try PNG.encode(pictures.filters(units: 100, scale: .perImage).picture), as: StackPictures.filters)
    if let grid = try pictures.reconstructions() {
      try run.write(try PNG.encode(grid.picture), as: StackPictures.reconstructions)
    }
  }
}
