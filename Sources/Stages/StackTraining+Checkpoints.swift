internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataSession

/// Where pretraining stands, in files.
extension StackTraining {
  /// Where pretraining stands: the finished layers as a graph, the layer in progress as tensors.
  @Sendable func checkpoint(_ state: State) throws -> Checkpoint {
    var checkpoint = try session.checkpoint(state.stack)
    try checkpoint.keep(state.layer, as: Part.layer)
    if let training = state.training { try checkpoint.setTraining(training) }
    return checkpoint
  }

  /// The finished stack, with what the optimizer of its top layer remembers, so that it may go on.
  func checkpoint(_ stack: LayerGraph, layers: Int, top: Trainer.State?) throws -> Checkpoint {
    var checkpoint = try session.checkpoint(stack)
    try checkpoint.keep(layers, as: Part.layer)
    if let top { try checkpoint.setProgress(top) }
    return checkpoint
  }

  /// Where pretraining stood; before the lowest layer that gets more epochs than the checkpoint's recipe said.
  func state(of checkpoint: Checkpoint, _ pretraining: GreedyPretraining) throws -> State {
    let more = try beginning.moreEpochs(since: checkpoint)
    let layer = try checkpoint.part(Part.layer, as: Int.self)
    guard layer >= 0 else {
      throw InputError(
        .malformedData, at: "\(checkpoint.place), part \"\(Part.layer)\"", expected: "0 or more layers",
        found: "\(layer)", advice: "put the run folder's own files back, or begin a new run")
    }
    let stack = layer == 0 ? nil : try checkpoint.graph()
    guard let more, let stack, more.layer < layer else {
      return State(stack: stack, layer: layer, training: try checkpoint.training())
    }
    return State(
      stack: more.layer == 0 ? nil : try stack.lowestLayers(more.layer), layer: more.layer,
      training: try training(
        of: checkpoint, stack, pretraining, more,
        isTop: layer == pretraining.layers.count && !more.retrainsOthers))
  }

  /// The finished training of a layer that goes on.
  private func training(
    of checkpoint: Checkpoint, _ stack: LayerGraph, _ pretraining: GreedyPretraining, _ more: MoreEpochs,
    isTop: Bool
  ) throws -> Trainer.State {
    let parameters = stack.parameters.filter { Node.layer(of: $0) == more.layer }
    if isTop, checkpoint.hasProgress { return try checkpoint.progress(of: parameters) }
    let recipe = pretraining.layers[more.layer].training
    // Plain gradient descent remembers nothing but how far it has come.
    guard recipe.optimizer == .sgd() else {
      throw InputError(
        .missingInput, at: checkpoint.place,
        expected: "what the optimizer of layer \(more.layer + 1) remembers", found: "the weights alone",
        advice: "give the top layer more epochs, or begin a new run with that many")
    }
    let steps = more.epochs * recipe.steps(of: session.dataset.examples.rows)
    return Trainer.State(parameters: parameters, optimizer: OptimizerState(steps: steps), epoch: more.epochs)
  }

  private enum Part {
    static let layer = "layer"
  }
}
