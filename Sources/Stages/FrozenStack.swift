internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRuns

/// A stack below a linear model: it makes the features, and is left as it was pretrained.
struct FrozenStack {
  let run: RunFolder
  /// From the inputs to the last code, without noise.
  let encoder: LayerGraph

  /// The stack of a run.
  ///
  /// - Throws: `InputError` when the run has none that is finished.
  init(_ run: RunFolder) throws {
    try run.requireEncoder()
    self.run = run
    let layers = try run.encoder()
    encoder = try layers.features(of: layers.output).droppingNoise()
  }

  /// The number of features.
  var width: Int { get throws { try encoder.width(of: encoder.output) } }

  /// What it makes of examples, with their labels.
  func features(of part: Dataset.Part, execution: Execution) throws -> LabelledFeatures {
    try LabelledFeatures(
      encoder.values(of: encoder.output, for: part.features, execution: execution), labels: part.labels)
  }
}
