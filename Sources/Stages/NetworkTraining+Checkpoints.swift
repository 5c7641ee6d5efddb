internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension NetworkTraining {
  /// Where fine-tuning stands. The best weights are in a file of their own.
  func checkpoint(_ network: LayerGraph, _ state: FineTuning.State) throws -> Checkpoint {
    var checkpoint = try session.checkpoint(network.replacing(parameters: state.training.parameters))
    try checkpoint.setProgress(state.training)
    try checkpoint.keep(state.stopping, as: Part.stopping)
    return checkpoint
  }

  /// The weights of the best epoch.
  func best(_ network: LayerGraph, _ parameters: ParameterTable, epoch: Int) throws -> Checkpoint {
    var checkpoint = try session.checkpoint(network.replacing(parameters: parameters))
    try checkpoint.keep(epoch, as: Part.epoch)
    return checkpoint
  }

  /// Where fine-tuning stood, from the newest checkpoint and the best one.
  func state(of last: Checkpoint, _ network: LayerGraph) throws -> FineTuning.State {
    var state = FineTuning.State(
      training: try last.progress(of: network.parameters), stopping: try last.part(Part.stopping),
      best: network.parameters)
    // Where parameters are averaged, those in training are not the ones that were best.
    let isAtBest = state.isAtBest && session.recipe.fineTuning.averaging == nil
    guard let folder = beginning.folder, state.stopping.bestEpoch > 0, !isAtBest else { return state }
    state.best = try Self.best(of: state.stopping.bestEpoch, in: folder).graph().parameters
    return state
  }

  /// The best weights, those of an epoch. They have no name of their own yet where the process was killed just then.
  private static func best(of expected: Int, in run: RunFolder) throws -> Checkpoint {
    let names: [RunFolder.CheckpointName] = run.has(.nextBest) ? [.nextBest, .best] : [.best]
    var found = 0
    for name in names {
      let best = try run.checkpoint(name)
      found = try best.part(Part.epoch, as: Int.self)
      if found == expected { return best }
    }
    throw InputError(
      .malformedData, at: run.file(RunFolder.CheckpointName.best.fileName).relativePath,
      expected: "the weights of epoch \(expected)", found: "those of epoch \(found)",
      advice: "put the run folder's own files back, or begin a new run")
  }

  private enum Part {
    static let stopping = "early_stopping"
    static let epoch = "epoch"
  }
}

extension FineTuning.State {
  /// True at the end of the best epoch: its weights are those of the trainer.
  var isAtBest: Bool {
    training.partial.steps == 0 && training.epoch == stopping.bestEpoch && training.epoch > 0
  }
}
