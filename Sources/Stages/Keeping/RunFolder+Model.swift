internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataRuns

extension RunFolder {
  /// The model in a checkpoint. Throws when it was trained on other numbers than images now become.
  func model(_ name: CheckpointName) throws(InputError) -> LayerGraph {
    let checkpoint = try checkpoint(name)
    let graph = try checkpoint.graph()
    let normalization: String = try checkpoint.part("normalization")
    guard normalization == Dataset.normalization else {
      throw InputError(
        .malformedData, at: checkpoint.place, expected: "a model of inputs \(Dataset.normalization)",
        found: String(normalization.prefix(60)).debugDescription, advice: "take another model, or train again"
      )
    }
    return graph
  }

  /// The run as the record of one that begins from its weights holds it.
  func origin() throws -> RunRecord.Origin {
    let lineage = Lineage(of: self)
    return RunRecord.Origin(
      name: name, command: lineage.command, trainingSeconds: lineage.trainingSeconds,
      dataset: record.dataset, weights: try checkpoint(weightsName).tensorsHash)
  }
}
