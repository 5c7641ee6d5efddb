internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataRuns
internal import StrataSession

extension FinetuneStage {
  /// Where fine-tuning stands. The best weights are in a file of their own.
  func checkpoint(_ network: LayerGraph, _ state: FineTuning.State) throws -> Checkpoint {
    var checkpoint = try stage.checkpoint(network.replacing(parameters: state.training.parameters))
    try checkpoint.setProgress(state.training)
    try checkpoint.setPart(state.stopping, named: Part.stopping)
    return checkpoint
  }

  /// The weights of the best epoch.
  func best(_ network: LayerGraph, _ parameters: ParameterTable, epoch: Int) throws -> Checkpoint {
    var checkpoint = try stage.checkpoint(network.replacing(parameters: parameters))
    try checkpoint.setPart(epoch, named: Part.epoch)
    return checkpoint
  }

  /// Where fine-tuning stood, from the newest checkpoint and the best one.
  static func state(
    of last: Checkpoint, _ network: LayerGraph, in run: RunFolder
  ) throws -> FineTuning.State {
    var state = FineTuning.State(
      training: try last.progress(of: network.parameters), stopping: try last.part(Part.stopping),
      best: network.parameters)
    guard state.stopping.bestEpoch > 0, !state.isAtBest else { return state }
    let best = try run.checkpoint(.best)
    let epoch = try best.part(Part.epoch, as: Int.self)
    guard epoch == state.stopping.bestEpoch else {
      throw InputError(
        .malformedData, at: best.place, expected: "the weights of epoch \(state.stopping.bestEpoch)",
        found: "those of epoch \(epoch)", advice: "put the run folder's own files back, or begin a new run")
    }
    state.best = try best.graph().parameters
    return state
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
