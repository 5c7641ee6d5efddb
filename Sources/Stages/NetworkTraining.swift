internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Training a network end to end: from a pretrained stack, from random weights, or from where an earlier run stood.
struct NetworkTraining {
  let beginning: Beginning
  /// The run whose encoder it begins with; nil from random weights, and for a run with a checkpoint, which has all of it.
  let parent: RunFolder?
  /// True where nobody named that run.
  let isNewest: Bool
  /// True where the run began from random weights.
  let isFromScratch: Bool

  var session: Session { beginning.session }

  /// Trains.
  func train() throws -> FinetuneStage.Outcome {
    let checkpoint = try beginning.checkpoint()
    let fineTuning = try session.recipe.fineTuningRecipe(validation: session.dataset.validation.count)
    sayHeader()
    // From scratch it is known how large the network is before there is one.
    try session.requireShards("fine_tuning", session.recipe.fineTuning)
    for note in session.recipe.unused(in: "fine_tuning", session.recipe.fineTuning) {
      session.console.say("note", note)
    }
    let outlined =
      try isFromScratch && checkpoint == nil ? foresee(fineTuning, outline(), isInMemory: false) : nil
    let network = try checkpoint.map { try self.network(of: $0) } ?? self.network()
    let state = try checkpoint.map { try self.state(of: $0, network) }
    let resources = try outlined ?? foresee(fineTuning, network, isInMemory: true)
    return try beginning.withRun(at: state?.training.position, resources, record: record) {
      try train(fineTuning, network, from: state, into: $0)
    }
  }

  private func sayHeader() {
    session.sayHeader(
      isFromScratch ? "Training end to end from random initialisation" : "Fine-tuning end to end")
    session.sayEpochs("fine_tuning", steps: Recipe.leastFineTuningSteps)
    session.saySpreading()
  }

  private func foresee(
    _ fineTuning: FineTuning, _ network: LayerGraph, isInMemory: Bool
  ) throws -> RunRecord.Resources {
    let size = ModelSize(network: network, training: fineTuning.training)
    return try session.foresee(
      memory: {
        try MemoryForecast(
          fineTuning.training, network: network, isInMemory: isInMemory, on: session.dataset,
          examples: session.learningCount, arithmetic: session.options.execution.arithmetic, resident: $0)
      },
      disk: DiskForecast(fineTuning: size, epochs: fineTuning.training.epochs), section: "fine_tuning",
      in: beginning.folder?.url)
  }

  /// The record of a new run.
  private func record() throws -> RunRecord {
    var record = session.record(
      .finetune,
      command: session.options.command(
        "finetune", parent.map { ["--from", $0.url.relativePath] } ?? ["--from-scratch"]),
      // What was never pretrained does not become so by going on.
      model: parent.map {
        $0.record.model ?? (session.recipe.isDenoising ? .stackedDenoisingAutoencoder : .stackedAutoencoder)
      } ?? .randomInitialisation,
      parent: parent?.name)
    if session.learningCount > session.dataset.train.count { record.labelsSpreadTo = session.learningCount }
    record.origin = try parent.map { try $0.origin() }
    return record
  }

  private func train(
    _ fineTuning: FineTuning, _ network: LayerGraph, from state: FineTuning.State?, into run: RunWriter
  ) throws -> FinetuneStage.Outcome {
    // The process may have been killed before the best weights of the newest checkpoint had their name.
    if let state, state.stopping.bestEpoch > 0 {
      try run.write(try best(network, state.best, epoch: state.stopping.bestEpoch), as: .best)
      try run.remove(.nextBest)
    }
    let result = try fit(fineTuning, network, from: state, into: run)
    return try keep(result, of: fineTuning, network, in: run)
  }

  private func fit(
    _ fineTuning: FineTuning, _ network: LayerGraph, from state: FineTuning.State?, into run: RunWriter
  ) throws -> FineTuning.Result {
    let console = session.console
    let epochs = fineTuning.training.epochs
    let keeper = CheckpointKeeper(
      run, options: session.options, bestEpoch: state?.stopping.bestEpoch ?? 0)
    let best: @Sendable (FineTuning.State) -> CheckpointKeeper.BestWeights? = { state in
      let epoch = state.stopping.bestEpoch
      guard epoch > 0 else { return nil }
      return .init(epoch: epoch) { try self.best(network, state.best, epoch: epoch) }
    }
    console.startClock(share: Double(state?.training.epoch ?? 0) / Double(epochs))
    let steps = fineTuning.training.steps(of: session.learningCount)
    let looks =
      session.dataset.validation.count > 0
      ? (1...epochs).filter { fineTuning.looks(after: $0, steps: steps) } : nil
    if fineTuning.patience != nil, looks?.count == 2, epochs > 2 {
      console.say(
        "note",
        "fine_tuning.patience changes nothing: with this fine_tuning.validation_interval no look lies between the first epoch and the last"
      )
    }
    let lines = EpochLines(of: epochs, looks: looks)
    lines.sayRule(on: console)
    console.say(FineTuningMetrics.heading(of: epochs))
    return try keeper.keeping {
      try fineTuning.fit(
        network, to: session.dataset.learningExamples(by: session.recipe),
        validation: session.dataset.validation, seed: session.recipe.seed, from: state,
        execution: session.options.execution
      ) { event in
        switch event {
        case .spreading(let share):
          try keeper.beforeSteps()
          console.progress("nearest neighbours", share: share)
        case .spread(let count): try saySpread(to: count, in: run)
        case .progress(let epoch, let share, let state):
          console.progress("epoch \(epoch)/\(epochs)", share: (Double(epoch - 1) + share) / Double(epochs))
          try keeper.afterStep(state, checkpoint: { try checkpoint(network, $0) }, best: best)
        case .epoch(let epoch, let state):
          let metrics = FineTuningMetrics(epoch)
          if lines.says(epoch.training.number) { console.say(metrics.line(of: epochs)) }
          try keeper.afterEpoch(
            metrics, seconds: epoch.training.seconds, state, checkpoint: { try checkpoint(network, $0) },
            best: best)
        }
      }
    }
  }
}

extension NetworkTraining {
  /// Says how many examples no label has reached, where there are such, and keeps how many are learned from.
  private func saySpread(to count: Int, in run: RunWriter) throws {
    let left = session.learningCount - count
    guard left > 0 else { return }
    session.console.say(
      "note",
      "no label has reached \(String(grouped: left)) examples, which are left out: no chain of neighbours leads to them from one "
        + "that has a label")
    try run.update { $0.labelsSpreadTo = count }
  }
}

extension Trainer.State {
  fileprivate var position: Beginning.Position { .init(title: title, epochs: epoch) }
}
