internal import Foundation
internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Training a stack layer by layer, from nothing or from where an earlier run stood.
struct StackTraining {
  typealias State = GreedyPretraining.State

  let beginning: Beginning
  var session: Session { beginning.session }

  init(_ beginning: Beginning) { self.beginning = beginning }

  /// Trains.
  func train() throws -> PretrainStage.Outcome {
    let pretraining = try session.recipe.greedyPretraining()
    try pretraining.check()
    try requireFittingLoss()
    try session.requireShards("pretraining", session.recipe.pretraining)
    session.sayHeader("Pretraining without labels", usesLabels: false)
    for note in session.recipe.unused(in: "pretraining", session.recipe.pretraining) {
      session.console.say("note", note)
    }
    session.sayEpochs("pretraining", steps: Recipe.leastPretrainingSteps)
    let codes = try codePlan(pretraining)
    let resources = try foresee(pretraining, codes)
    if beginning.folder == nil {
      session.say(try pretraining.untrained(inputs: session.dataset.width, seed: session.recipe.seed))
    }
    let state = try beginning.checkpoint().map { try self.state(of: $0, pretraining) }
    return try beginning.withRun(
      at: state?.position(in: pretraining), resources,
      record: { session.record(.pretrain, command: session.options.command("pretrain")) }
    ) { run in
      try train(pretraining, from: state ?? State(), keeping: codes.storage(in: run.url), into: run)
    }
  }

  /// Throws where numbers beyond 0 to 1 are to be compared by cross-entropy, which is for probabilities; says where the
  /// squared error was taken because of them.
  private func requireFittingLoss() throws(InputError) {
    guard !session.dataset.encoding.isWithinUnit else { return }
    let title = session.dataset.encoding.title
    guard session.recipe.stack.loss == .squaredError else {
      throw InputError(
        .recipe, at: "stack.loss", expected: "squared-error, as the numbers are not within 0 to 1 (\(title))",
        found: "\(session.recipe.stack.loss.rawValue)",
        advice: "leave stack.loss and stack.decoder_activation out, or set data.scale=range")
    }
    if !session.recipe.assigned.names.contains("stack.loss") {
      session.console.say(
        "note",
        "the numbers are not within 0 to 1 (\(title)), so reconstructions are compared by the squared error, with linear "
          + "units; stack.loss and stack.decoder_activation choose")
    }
  }

  private func memory(
    _ pretraining: GreedyPretraining, keeping place: CodePlan.Place, resident: Int
  ) throws -> MemoryForecast {
    try MemoryForecast(
      pretraining, on: session.dataset, keeping: place,
      arithmetic: session.options.execution.arithmetic, resident: resident)
  }

  private func disk(_ pretraining: GreedyPretraining, withCodes: Bool) throws -> DiskForecast {
    let examples = session.dataset.examples.rows + session.dataset.validation.count
    return DiskForecast(
      pretraining: try ModelSize(pretraining, inputs: session.dataset.width),
      epochs: pretraining.layers.reduce(0) { $0 + $1.training.epochs }, codesOf: withCodes ? examples : 0)
  }

  private func codePlan(_ pretraining: GreedyPretraining) throws -> CodePlan {
    let resident = ProcessMemory()?.resident ?? 0
    let folder = beginning.folder?.url ?? session.store.root
    let disk = try disk(pretraining, withCodes: true)
    let plan = CodePlan(
      session.recipe.data.storage,
      with: try memory(pretraining, keeping: .memory, resident: resident),
      without: try memory(pretraining, keeping: .disk, resident: resident),
      free: MachineMemory()?.available,
      canBeAnew: !pretraining.swapsCodes,
      fitsOnDisk: FreeSpace(under: folder).map { (try? disk.require($0, in: folder)) != nil } ?? true)
    if let note = plan.note { session.console.say("note", note) }
    return plan
  }

  private func foresee(_ pretraining: GreedyPretraining, _ codes: CodePlan) throws -> RunRecord.Resources {
    try session.foresee(
      memory: { try memory(pretraining, keeping: codes.place, resident: $0) },
      disk: disk(pretraining, withCodes: codes.place == .disk), section: "pretraining",
      in: beginning.folder?.url)
  }

  private func train(
    _ pretraining: GreedyPretraining, from state: State, keeping codes: GreedyPretraining.CodeStorage,
    into run: RunWriter
  ) throws -> PretrainStage.Outcome {
    let (stack, top) = try fit(pretraining, from: state, keeping: codes, into: run)
    // A run that was stopped after its last checkpoint has nothing to add to it.
    if state.layer < pretraining.layers.count {
      try run.write(checkpoint(stack, layers: pretraining.layers.count, top: top), as: .last)
    }
    return try keep(stack, of: pretraining, in: run)
  }

  private func fit(
    _ pretraining: GreedyPretraining, from state: State, keeping codes: GreedyPretraining.CodeStorage,
    into run: RunWriter
  ) throws -> (stack: LayerGraph, top: Trainer.State?) {
    let console = session.console
    var top = state.training
    let epochs = pretraining.layers.map(\.training.epochs)
    let total = Double(epochs.reduce(0, +))
    let keeper = CheckpointKeeper(run, options: session.options)
    console.startClock(share: Double(state.finishedEpochs(of: pretraining)) / total)
    let stack = try keeper.keeping {
      try pretraining.fit(
        session.dataset.examples,
        validation: session.dataset.validation.count > 0 ? session.dataset.validation.features : nil,
        seed: session.recipe.seed, from: state, keeping: codes, execution: session.options.execution
      ) { event in
        switch event {
        case .layer(let k, let graph):
          console.say("")
          console.say(
            "layer \(k + 1)",
            "\(graph.inputWidth) → \(pretraining.layers[k].autoencoder.units), "
              + pretraining.layers[k].autoencoder.noise)
          EpochLines(of: epochs[k]).sayRule(on: console)
          console.say(PretrainingMetrics.heading(of: epochs[k]))
        case .progress(let k, let epoch, let share, let state):
          let before = Double(epochs.prefix(k).reduce(0, +) + epoch - 1)
          console.progress(
            "layer \(k + 1)/\(epochs.count)  epoch \(epoch)/\(epochs[k])", share: (before + share) / total)
          try keeper.afterStep(state, checkpoint: checkpoint)
        case .epoch(let epoch, let state):
          let metrics = PretrainingMetrics(epoch)
          if EpochLines(of: epochs[epoch.layer]).says(epoch.training.number) {
            console.say(metrics.line(of: epochs[epoch.layer]))
          }
          try keeper.afterEpoch(metrics, seconds: epoch.training.seconds, state, checkpoint: checkpoint)
          if epoch.training.number == epochs[epoch.layer] { top = try state().training }
        }
      }
    }
    return (stack, top)
  }
}

extension GreedyPretraining.State {
  /// The epochs that are finished, over all layers.
  fileprivate func finishedEpochs(of pretraining: GreedyPretraining) -> Int {
    pretraining.layers.prefix(layer).reduce(0) { $0 + $1.training.epochs } + (training?.epoch ?? 0)
  }

  /// Where it is: for example `layer 2, epoch 3, step 17`.
  fileprivate func position(in pretraining: GreedyPretraining) -> Beginning.Position {
    Beginning.Position(
      title: training.map { "layer \(layer + 1), \($0.title)" } ?? "the last layer",
      epochs: finishedEpochs(of: pretraining))
  }
}
