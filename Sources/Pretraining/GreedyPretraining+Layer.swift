internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra

extension GreedyPretraining {
  /// Trains one layer on its inputs.
  func train(
    _ k: Int, on inputs: any Features, validation: (any Features)?, seed: UInt64,
    from state: Trainer.State?, execution: Execution, report: (Event) throws -> Void,
    state stateOf: @escaping (Trainer.State) -> State
  ) throws -> LayerGraph {
    let graph = try layers[k].autoencoder.graph(inputs: inputs.columns, layer: k, seed: seed)
    if let validation {
      try graph.check(features: validation, labels: nil, for: NodeRole.loss[k])
    }
    let trainer = try Trainer(
      graph, minimizing: NodeRole.loss[k], features: inputs, recipe: layers[k].training, seed: seed,
      execution: execution)
    if let state { try trainer.resume(from: state) }
    let watch = try Inference(
      graph, target: NodeRole.loss[k], parameters: trainer.inferenceParameters,
      noise: Workspace.Noise(seed: seed, purpose: "validation/"), density: inputs.density,
      execution: execution)
    let state = { stateOf(try trainer.soundState()) }
    do {
      try report(.layer(k, graph))
      while !trainer.isFinished {
        let number = trainer.epoch + 1
        let epoch = try trainer.trainEpoch { share in
          try report(.progress(layer: k, epoch: number, share: share, state: state))
        }
        let progress = trainer.recipe.progress(atEpoch: number - 1)
        try trainer.updatedInferenceParameters()
        let validationLoss = try validation.map { try watch.meanLoss(of: $0, progress: progress) }
        try validationLoss.map(trainer.requireFinite)
        try report(
          .epoch(Epoch(layer: k, training: epoch, validationLoss: validationLoss), state: state))
      }
    } catch is StopTraining {
      // The layer stays as it is.
    }
    let trained = trainer.graph
    try inputs.requireIntact()
    return trained
  }

  /// Says of numbers that went wrong in which layer they did, counted from 1.
  func naming<Result>(layer k: Int, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as InputError where error.kind == .numericalFailure {
      throw InputError(
        error.kind, at: "layer \(k + 1), \(error.place)", expected: error.expected, found: error.found,
        advice: error.advice)
    }
  }
}
