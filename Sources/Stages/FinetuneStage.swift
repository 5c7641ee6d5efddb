internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
package import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession

/// Learning with labels: the decoders dropped, a head attached, the whole trained end to end.
package struct FinetuneStage: Sendable {
  /// What fine-tuning begins from.
  package enum Start: Sendable, Equatable {
    /// The newest finished pretraining run.
    case newest
    /// A pretraining run, or a fine-tuned one whose training begins again, by name or path.
    case run(String)
    /// The same shape at random initialisation.
    case scratch
  }

  let stage: Stage
  private let parent: RunFolder?
  private let start: Start

  /// Fine-tuning with a user's options; the recipe is the pretraining run's, unless they name another.
  ///
  /// - Parameter dataset: the examples, when they are loaded already.
  /// - Throws: `InputError` when there is no such run or it does not fit the data.
  package init(
    _ options: PipelineOptions, from start: Start, dataset: Dataset? = nil, console: Console
  ) throws {
    let store = try options.store(console)
    self.start = start
    switch start {
    case .newest: parent = try store.newest(.pretrain)
    case .run(let name): parent = try store.open(name)
    case .scratch: parent = nil
    }
    if let parent { try Self.requirePretrained(parent) }
    let inherited = try parent.map { try $0.ownRecipe(console) }
    var recipe =
      try inherited.map { try options.recipe(inherited: $0) }
      // No loss of a reconstruction stands in the way of any activation, as there will be none.
      ?? options.recipe(
        of: "finetune --from-scratch", setting: RecipeKey.withoutPretraining,
        inherited: Recipe().suitingAnyNumbers())
    if let parent, let inherited {
      recipe = try RecipeScope.weights.resolve(recipe, with: inherited, of: parent.name)
    }
    var data: (options: PipelineOptions, dataset: Dataset?) = (options, dataset)
    if let parent {
      if dataset == nil { data = try options.data(of: parent.record, recipe) }
      // What was learned of the data before the first layer goes with the layers.
      let encoding = try Model(parent.checkpoint(parent.weightsName)).encoding
      data.dataset = try data.dataset?.read(as: encoding, by: parent.name)
    }
    stage = try Stage(options: data.options, recipe: recipe, dataset: data.dataset, console: console)
    try stage.dataset.requireClasses()
    if let parent, stage.dataset.forRecord.mayTestOnExamples(learnedFrom: parent.record.dataset) {
      throw InputError(
        .recipe, at: "the division of the data",
        expected: "that of \(parent.name), which has learned from the other examples", found: "another",
        advice: "leave split, data.split_seed and data.test as they were, or pretrain with them")
    }
    if let parent, parent.record.dataset.sha256 != stage.dataset.sha256 {
      console.say("note", Self.differences(of: parent, from: stage.dataset))
    }
  }

  /// What to say of a stack that learned from other files than its network will.
  private static func differences(of parent: RunFolder, from dataset: Dataset) -> String {
    let learned = parent.record.dataset
    let start =
      "\(parent.name) learned from other files (\(learned.name), \(String(grouped: learned.train)) examples) than these"
    guard let rows = (try? parent.wholeModel())?.learnedRows else { return start }
    let tests = rows.count(of: dataset.test.rowHashes)
    return start
      + ", with \(String(grouped: rows.count(of: dataset.learningHashes))) of the examples to learn from and "
      + "\(String(grouped: tests)) of those for the test among them"
      + (tests > 0 ? ", so that the test error will not be that on new ones" : "")
  }

  /// Throws unless a run has an encoder to begin from: that of a finished stack, or of a network, however far it came.
  private static func requirePretrained(_ run: RunFolder) throws {
    if run.record.stage == .finetune && run.has(.best) { return }
    guard run.record.stage != .pretrain || run.record.status != .finished else { return }
    throw InputError(
      .usage, at: run.url.relativePath, expected: "a finished pretraining run",
      found: "a run of \(run.record.stage.rawValue), marked \(run.record.status.rawValue)",
      advice: "name another run, or none for the newest")
  }

  private init(_ stage: Stage, from start: Start, parent: RunFolder?) {
    self.stage = stage
    self.parent = parent
    self.start = start
  }

  /// Fine-tunes.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop.
  package func run() throws -> Outcome {
    let fineTuning = try stage.recipe.fineTuningRecipe(validation: stage.dataset.validation.count)
    sayHeader()
    // From scratch it is known how large the network is before there is one.
    var resources = parent == nil ? try foresee(fineTuning, outline(), isInMemory: false) : nil
    let network = try network()
    if parent != nil { resources = try foresee(fineTuning, network, isInMemory: true) }
    let command = stage.options.command(
      "finetune", parent.map { ["--from", $0.url.relativePath] } ?? ["--from-scratch"])
    var record = stage.record(
      .finetune, command: command,
      // What was never pretrained does not become so by going on.
      model: parent.map { $0.record.model ?? .stackedDenoisingAutoencoder } ?? .randomInitialisation,
      parent: parent?.name)
    record.origin = try parent.map { try $0.origin() }
    record.resources = resources
    return try stage.withRun(record) { try train(fineTuning, network, from: nil, into: $0) }
  }

  /// Goes on with a run from its last checkpoint; does nothing when it is finished.
  ///
  /// - Parameter name: the run's name or path, or `newest` for the newest that is not finished.
  /// - Throws: `InputError` when there is no such run, or when data or recipe are not those it began with;
  ///   an `Interruption` when somebody asks to stop.
  package static func resume(
    _ name: String, _ options: PipelineOptions, console: Console
  ) throws -> Outcome {
    let resumption = try Resumption(.finetune, name, options: options, console: console)
    let parent = resumption.folder.record.parent
    if resumption.sayIfFinished() {
      let path = parent.map { resumption.folder.url.deletingLastPathComponent().appending(path: $0) }
      return try outcome(of: resumption.folder, from: path?.relativePath, reason: "finished before")
    }
    let run = try resumption.folder.openForWriting()
    let stage = try resumption.stage()
    let checkpoint = try resumption.checkpoint()
    // What it began from is in the checkpoint, once there is one.
    let beginning = try checkpoint == nil ? parent.map { try stage.store.open($0) } : nil
    if let beginning { try requirePretrained(beginning) }
    let tuning = FinetuneStage(stage, from: parent.map { .run($0) } ?? .scratch, parent: beginning)
    tuning.sayHeader()
    let network = try checkpoint?.graph() ?? tuning.network()
    try stage.dataset.requireWidth(network.inputWidth, of: resumption.folder.name)
    let state = try checkpoint.map { try Self.state(of: $0, network, in: resumption.folder) }
    let fineTuning = try stage.recipe.fineTuningRecipe()
    let resources = try tuning.foresee(fineTuning, network, isInMemory: true, in: run.url)
    try resumption.begin(
      run, at: state?.training.position, lines: state?.training.epoch ?? 0, resources)
    return try run.complete(stage.options, console: stage.console) {
      try tuning.train(fineTuning, network, from: state, into: $0)
    }
  }

  /// The network from scratch, before there is one: shapes alone.
  private func outline() throws -> LayerGraph {
    try stage.recipe.network(
      on: stage.recipe.greedyPretraining().outline(inputs: stage.dataset.width),
      classes: stage.dataset.classes)
  }

  private func foresee(
    _ fineTuning: FineTuning, _ network: LayerGraph, isInMemory: Bool, in folder: URL? = nil
  ) throws -> RunRecord.Resources {
    let size = ModelSize(network: network, optimizer: fineTuning.training.optimizer)
    return try stage.foresee(
      memory: {
        try MemoryForecast(
          fineTuning.training, network: network, isInMemory: isInMemory, on: stage.dataset,
          arithmetic: stage.options.execution.arithmetic, resident: $0)
      },
      disk: DiskForecast(fineTuning: size, epochs: fineTuning.training.epochs), section: "fine_tuning",
      in: folder)
  }

  private func sayHeader() {
    stage.sayHeader(
      start == .scratch ? "Training end to end from random initialisation" : "Fine-tuning end to end")
    stage.sayEpochs("fine_tuning", steps: Recipe.leastFineTuningSteps)
  }

  /// The network to begin from: the stack without its decoders, with a head.
  private func network() throws -> LayerGraph {
    let stack = try encoder()
    let network = try stack.attachingHead(classes: stage.dataset.classes)
      .addingDropout(input: stage.recipe.inputDropout, codes: stage.recipe.codeDropout)
    try stage.dataset.requireWidth(network.inputWidth, of: parent?.name ?? stage.recipe.name)
    stage.say(network)
    if let parent { try sayTransfer(from: stack, to: network, run: parent) }
    return network
  }

  private func encoder() throws -> LayerGraph {
    guard let parent else {
      return try stage.recipe.greedyPretraining().untrained(
        inputs: stage.dataset.width, seed: stage.recipe.seed
      ).droppingDecoders()
    }
    stage.console.say(
      "from",
      (start == .newest ? "the newest pretraining run, " : "") + parent.url.relativePath)
    return try parent.encoder()
  }

  /// Shows that every parameter of the encoder is, bit by bit, the one that pretraining left.
  private func sayTransfer(from stack: LayerGraph, to network: LayerGraph, run: RunFolder) throws {
    stage.console.say("Transferred from \(run.name), checksums (SHA-256) before the first step:")
    for name in network.parameters.names where NodeRole(ofParameter: name) != .head {
      guard let before = stack.parameters[name], let after = network.parameters[name] else { continue }
      let (left, right) = (before.checksum, after.checksum)
      guard left == right else {
        throw InputError(
          .malformedData, at: "\(run.name), \(name)", expected: "checksum \(left)", found: right,
          advice: "report this: the transfer changed a weight")
      }
      stage.console.say(
        "  \(name.padding(toLength: 20, withPad: " ", startingAt: 0)) \(left.prefix(16)) = "
          + "\(right.prefix(16))  equal")
    }
    stage.console.say("")
  }

  private func train(
    _ fineTuning: FineTuning, _ network: LayerGraph, from state: FineTuning.State?, into run: RunWriter
  ) throws -> Outcome {
    let console = stage.console
    // The process may have been killed before the best weights of the newest checkpoint had their name.
    if let state, state.stopping.bestEpoch > 0 {
      try run.write(try best(network, state.best, epoch: state.stopping.bestEpoch), as: .best)
      try run.remove(.nextBest)
    }
    let result = try fit(fineTuning, network, from: state, into: run)
    let kept =
      result.validationError.map {
        "best epoch \(result.stopping.bestEpoch) with \(String($0.percent, decimals: 2)) % validation error, its weights kept"
      } ?? "no examples were kept for validation, so the last epoch's weights are kept"
    console.say("")
    console.say("done", "\(result.reason); \(kept)")
    let pretrained = try pretrainedModel(of: run.record)
    try stage.keep(
      classifier: result.classifier, stack: pretrained?.stack, learnedBefore: pretrained?.learnedRows,
      errors: result.validationError, in: run)
    try run.write(network.svg, as: "graph.svg")
    let findings = try findings(fineTuning, result, in: RunFolder(run.url))
    for finding in findings { console.say("note", "it \(finding.text)") }
    try run.update {
      $0.parameters = network.parameterCount
      $0.validationErrors = result.validationError?.count
      $0.findings = findings
    }
    return try Self.outcome(
      of: RunFolder(run.url), from: parent?.url.relativePath ?? run.record.parent, reason: result.reason)
  }

  /// The model that training began from, its stack with decoders; nil where there was none, or it is gone, which is
  /// said.
  private func pretrainedModel(of record: RunRecord) throws -> Model? {
    guard let name = record.parent else { return nil }
    do {
      return try (parent ?? stage.store.open(name)).wholeModel()
    } catch let error as InputError {
      stage.console.say("note", "the model is kept without its pretrained stack: \(error.wordsOfProgram)")
      return nil
    }
  }

  /// What does not look right about training.
  private func findings(
    _ fineTuning: FineTuning, _ result: FineTuning.Result, in run: RunFolder
  ) throws -> [RunRecord.Finding] {
    let metrics = try run.metrics(as: FineTuningMetrics.self)
    let curve = LossCurve(
      losses: metrics.map { $0.validationLoss ?? $0.trainingLoss },
      steps: metrics.count * fineTuning.training.steps(of: stage.dataset.train.count), what: "",
      key: "fine_tuning.epochs",
      endedBy: metrics.count < fineTuning.training.epochs ? "fine_tuning.patience" : nil)
    let guessing = Guessing.finding(
      result.validationError, on: stage.dataset.validation, classes: stage.dataset.classes)
    return [guessing].compactMap(\.self) + curve.findings
  }

  private func fit(
    _ fineTuning: FineTuning, _ network: LayerGraph, from state: FineTuning.State?, into run: RunWriter
  ) throws -> FineTuning.Result {
    let console = stage.console
    let epochs = fineTuning.training.epochs
    let keeper = CheckpointKeeper(
      run, options: stage.options,
      resumeCommand: stage.options.resumeCommand("finetune", run: run.url.relativePath),
      bestEpoch: state?.stopping.bestEpoch ?? 0)
    let best: @Sendable (FineTuning.State) -> CheckpointKeeper.BestWeights? = { state in
      let epoch = state.stopping.bestEpoch
      guard epoch > 0 else { return nil }
      return .init(epoch: epoch) { try self.best(network, state.best, epoch: epoch) }
    }
    console.startClock(share: Double(state?.training.epoch ?? 0) / Double(epochs))
    let lines = EpochLines(of: epochs)
    lines.sayRule(on: console)
    console.say(FineTuningMetrics.heading(of: epochs))
    return try keeper.keeping {
      try fineTuning.fit(
        network, to: stage.dataset.train, validation: stage.dataset.validation,
        seed: stage.recipe.seed, from: state, execution: stage.options.execution
      ) { event in
        switch event {
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

  /// What a finished run came to.
  private static func outcome(of run: RunFolder, from parent: String?, reason: String) throws -> Outcome {
    let metrics = try run.metrics(as: FineTuningMetrics.self)
    return Outcome(
      run: run.url.relativePath, from: parent,
      bestEpoch: metrics.last { $0.isBest }?.epoch ?? 0,
      validationErrorPercent: run.record.validationErrorPercent, reason: reason,
      parameters: run.record.parameters ?? 0, seconds: run.record.trainingSeconds,
      findings: run.record.findings ?? [])
  }
}
