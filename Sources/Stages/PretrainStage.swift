internal import Foundation
internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataReports
package import StrataRuns
package import StrataSession

/// Learning without labels: the stack, layer by layer, into a run folder.
package struct PretrainStage: Sendable {
  let stage: Stage

  /// Pretraining of a stage's recipe on its data.
  package init(_ stage: Stage) { self.stage = stage }

  /// What pretraining came to.
  package struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    package let run: String
    /// The numbers in the stack's parameters, decoders included.
    package let parameters: Int
    /// The last epoch of each layer.
    package let layers: [PretrainingMetrics]
    /// Seconds of training.
    package let seconds: Double
    /// What does not look right about training.
    package let findings: [RunRecord.Finding]
  }

  /// Pretrains.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop.
  package func run() throws -> Outcome {
    let pretraining = try stage.recipe.greedyPretraining()
    try pretraining.check()
    try requireFittingLoss()
    stage.sayHeader("Pretraining without labels")
    stage.sayEpochs("pretraining", steps: Recipe.leastPretrainingSteps)
    var record = stage.record(.pretrain, command: stage.options.command("pretrain"))
    record.resources = try foresee(pretraining)
    stage.say(
      try pretraining.untrained(inputs: stage.dataset.width, seed: stage.recipe.seed))
    return try stage.withRun(record) { try train(pretraining, from: State(), into: $0) }
  }

  /// Throws where numbers beyond 0 to 1 are to be compared by cross-entropy, which is for probabilities; says where the
  /// squared error was taken because of them.
  private func requireFittingLoss() throws(InputError) {
    guard !stage.dataset.encoding.isWithinUnit else { return }
    let title = stage.dataset.encoding.title
    guard stage.recipe.stack.loss == .squaredError else {
      throw InputError(
        .recipe, at: "stack.loss", expected: "squared-error, as the numbers are not within 0 to 1 (\(title))",
        found: "\(stage.recipe.stack.loss.rawValue)",
        advice: "leave stack.loss and stack.decoder_activation out, or set data.scale=range")
    }
    if !stage.recipe.assigned.names.contains("stack.loss") {
      stage.console.say(
        "note",
        "the numbers are not within 0 to 1 (\(title)), so reconstructions are compared by the squared error, with linear "
          + "units; stack.loss and stack.decoder_activation choose")
    }
  }

  /// Goes on with a run from its last checkpoint; does nothing when it is finished.
  ///
  /// - Parameter name: the run's name or path, or `newest` for the newest that is not finished.
  /// - Throws: `InputError` when there is no such run, or when data or recipe are not those it began with;
  ///   an `Interruption` when somebody asks to stop.
  package static func resume(
    _ name: String, _ options: PipelineOptions, console: Console
  ) throws -> Outcome {
    let resumption = try Resumption(.pretrain, name, options: options, console: console)
    if resumption.sayIfFinished() { return try outcome(of: resumption.folder) }
    let run = try resumption.folder.openForWriting()
    let stage = try resumption.stage()
    stage.sayHeader("Pretraining without labels")
    let pretraining = try stage.recipe.greedyPretraining()
    let pretrain = PretrainStage(stage)
    let resources = try pretrain.foresee(pretraining, in: run.url)
    let state = try resumption.checkpoint().map { checkpoint in
      try Self.state(
        of: checkpoint, pretraining, more: resumption.moreEpochs(since: checkpoint),
        examples: stage.dataset.examples.rows)
    }
    try resumption.begin(
      run, at: state?.position, lines: state?.finishedEpochs(of: pretraining) ?? 0, resources)
    return try run.complete(stage.options, console: stage.console) {
      try pretrain.train(pretraining, from: state ?? State(), into: $0)
    }
  }

  private func foresee(
    _ pretraining: GreedyPretraining, in folder: URL? = nil
  ) throws -> RunRecord.Resources {
    let size = try ModelSize(pretraining, inputs: stage.dataset.width)
    return try stage.foresee(
      memory: {
        try MemoryForecast(
          pretraining, on: stage.dataset, arithmetic: stage.options.execution.arithmetic, resident: $0)
      },
      disk: DiskForecast(pretraining: size, epochs: pretraining.layers.reduce(0) { $0 + $1.training.epochs }),
      section: "pretraining", in: folder)
  }

  private func train(
    _ pretraining: GreedyPretraining, from state: State, into run: RunWriter
  ) throws -> Outcome {
    let (stack, top) = try fit(pretraining, from: state, into: run)
    // A run that was stopped after its last checkpoint has nothing to add to it.
    if state.layer < pretraining.layers.count {
      try run.write(checkpoint(stack, layers: pretraining.layers.count, top: top), as: .last)
    }
    try stage.keep(classifier: nil, stack: stack, in: run)
    try run.write(stack.svg, as: "graph.svg")
    try writePictures(of: stack, into: run)
    let findings = try findings(pretraining, stack, in: RunFolder(run.url))
    for finding in findings { stage.console.say("note", "it \(finding.text)") }
    try run.update {
      $0.findings = findings
      $0.parameters = stack.parameterCount
      $0.result =
        "\(pretraining.layers.count == 1 ? "1 layer" : "\(pretraining.layers.count) layers") of "
        + pretraining.layers.map { "\($0.autoencoder.units)" }.joined(separator: ", ") + " units"
    }
    return try Self.outcome(of: RunFolder(run.url))
  }

  /// What does not look right about training.
  private func findings(
    _ pretraining: GreedyPretraining, _ stack: LayerGraph, in run: RunFolder
  ) throws -> [RunRecord.Finding] {
    let dataset = stage.dataset
    let metrics = try run.metrics(as: PretrainingMetrics.self)
    let curves = pretraining.layers.enumerated().flatMap { k, layer in
      let epochs = metrics.filter { $0.layer == k + 1 }
      return LossCurve(
        losses: epochs.map { $0.validationLoss ?? $0.trainingLoss },
        steps: epochs.count * layer.training.steps(of: dataset.examples.rows), what: "layer \(k + 1)",
        key: "pretraining.epochs"
      ).findings
    }
    let images = dataset.validation.count > 1 ? dataset.validation.features : dataset.examples
    return try MeanReconstruction.findings(
      of: stack, layers: pretraining.layers.count, on: images, stage.options.execution) + curves
  }

  private func fit(
    _ pretraining: GreedyPretraining, from state: State, into run: RunWriter
  ) throws -> (stack: LayerGraph, top: Trainer.State?) {
    let console = stage.console
    var top = state.training
    let epochs = pretraining.layers.map(\.training.epochs)
    let total = Double(epochs.reduce(0, +))
    let keeper = CheckpointKeeper(
      run, options: stage.options,
      resumeCommand: stage.options.resumeCommand("pretrain", run: run.url.relativePath))
    console.startClock(share: Double(state.finishedEpochs(of: pretraining)) / total)
    let stack = try keeper.keeping {
      try pretraining.fit(
        stage.dataset.examples,
        validation: stage.dataset.validation.count > 0 ? stage.dataset.validation.features : nil,
        seed: stage.recipe.seed, from: state, execution: stage.options.execution
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

  /// Draws what the report shows of the first layer.
  private func writePictures(of stack: LayerGraph, into run: RunWriter) throws {
    guard stage.dataset.imageSize != nil else { return }
    guard PNG.isAvailable else {
      return stage.console.say("note", "no pictures: this build has no libpng")
    }
    let pictures = try StackPictures(of: stack, in: stage, place: run.url.relativePath)
    try run.write(
      try PNG.encode(pictures.filters(units: 100, scale: .perImage).picture), as: StackPictures.filters)
    if let grid = try pictures.reconstructions() {
      try run.write(try PNG.encode(grid.picture), as: StackPictures.reconstructions)
    }
  }

  /// What a finished run came to.
  private static func outcome(of run: RunFolder) throws -> Outcome {
    let metrics = try run.metrics(as: PretrainingMetrics.self)
    let last = Dictionary(metrics.map { ($0.layer, $0) }) { _, later in later }
    return Outcome(
      run: run.url.relativePath, parameters: run.record.parameters ?? 0,
      layers: last.values.sorted { $0.layer < $1.layer }, seconds: run.record.trainingSeconds,
      findings: run.record.findings ?? [])
  }
}

extension GreedyPretraining.State {
  /// The epochs that are finished, over all layers.
  fileprivate func finishedEpochs(of pretraining: GreedyPretraining) -> Int {
    pretraining.layers.prefix(layer).reduce(0) { $0 + $1.training.epochs } + (training?.epoch ?? 0)
  }

  /// For example `layer 2, epoch 3, step 17`.
  fileprivate var position: String {
    training.map { "layer \(layer + 1), \($0.position)" } ?? "the last layer"
  }
}

extension Trainer.State {
  /// For example `epoch 3, step 17`, or `epoch 3` at its end.
  var position: String {
    partial.steps == 0 ? "epoch \(epoch)" : "epoch \(epoch + 1), step \(partial.steps)"
  }
}
