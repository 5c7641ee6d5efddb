internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataRuns

extension RunFolder {
  /// The graph in a checkpoint.
  func model(_ name: CheckpointName) throws(InputError) -> LayerGraph { try checkpoint(name).graph() }

  /// The run as the record of one that begins from its weights holds it.
  func origin() throws -> RunRecord.Origin {
    let lineage = Lineage(of: self)
    return RunRecord.Origin(
      name: name, command: lineage.command, trainingSeconds: lineage.trainingSeconds,
      dataset: record.dataset, weights: try checkpoint(weightsName).tensorsHash,
      folder: url.absoluteURL.path)
  }
}
