internal import Foundation
internal import StrataCommunication
internal import StrataFiles
public import StrataLinearAlgebra

/// The one training loop: it makes a loss of a graph small on some examples.
///
/// Pretraining and fine-tuning are this loop on different graphs.
///
/// ```swift
/// let trainer = try Trainer(graph, minimizing: "loss", features: images, recipe: recipe, seed: 1)
/// while !trainer.isFinished { print(try trainer.trainEpoch().loss) }
/// let trained = trainer.graph
/// ```
public final class Trainer {
  /// What an epoch came to.
  public struct Epoch: Sendable, Equatable {
    /// Counted from 1.
    public let number: Int
    /// The mean loss of the examples, each at the moment when it was presented.
    public let loss: Double
    /// The learning rate of the last step.
    public let learningRate: Float
    /// How long it took.
    public let seconds: Double
  }

  /// The recipe.
  public let recipe: TrainingRecipe
  /// The epochs that are finished.
  public private(set) var epoch = 0
  /// How far the epoch after them has come.
  package private(set) var partial = PartialEpoch()
  /// The places of the parameters in training.
  package let store: ParameterStore
  /// Those by which it is judged and used.
  private let inference: InferenceParameters

  let template: LayerGraph
  let loss: String
  let source: BatchSource
  private let examples: Int
  private let order: RandomStream
  let workspace: Workspace
  let updater: Updater
  private let step: any TrainingStep
  let group: ProcessGroup
  /// The examples of a step.
  private let batchSize: Int

  /// A trainer that has not begun.
  ///
  /// - Parameters:
  ///   - graph: with the parameters to start from.
  ///   - loss: the node to make small: a loss, or a sum of losses and penalties.
  ///   - features: one row for each example, as wide as the graph's input.
  ///   - labels: one for each example, where the loss compares with labels.
  ///   - classWeights: how much an example of each class counts; nil where all count alike.
  ///   - labelSmoothing: the share of each label that is spread evenly over all classes (Szegedy et al. 2016, section 7);
  ///     softmax cross-entropy alone knows it.
  ///   - recipe: how to train: epochs, batches, rate and optimizer.
  ///   - seed: of the order of the examples and of every noise.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `GraphError` when the loss is not there; `InputError` when the examples do not fit.
  public init(
    _ graph: LayerGraph, minimizing loss: String, features: any Features,
    labels: [Int32]? = nil, classWeights: [Float]? = nil, labelSmoothing: Float = 0, recipe: TrainingRecipe,
    seed: UInt64, execution: Execution = Execution()
  ) throws {
    try graph.check(
      features: features, labels: labels, classWeights: classWeights, labelSmoothing: labelSmoothing,
      for: loss)
    try recipe.check()
    try execution.check()
    template = graph
    self.loss = loss
    source = BatchSource(
      features, labels: labels, classWeights: classWeights, labelSmoothing: labelSmoothing)
    examples = features.rows
    self.recipe = recipe
    order = RandomStream(seed: seed, purpose: "order/" + loss)
    group = execution.group
    batchSize = min(recipe.batchSize, features.rows)
    try graph.checkShards(recipe, for: loss, ranks: group.count)
    store = ParameterStore(graph, precision: execution.arithmetic.precision)
    let shard = min(recipe.shard ?? batchSize, batchSize)
    let columns = try graph.columnsNormalizedAcrossShards(recipe, minimizing: loss)
    let copies =
      columns == nil
      ? 1
      : LockstepStep.mostShards(
        batchSize: batchSize, shard: shard, rank: group.rank, among: group.count)
    let workspaces = try (0..<copies).map { [store] _ in
      try Workspace(
        graph, targets: [loss], parameters: store, batchSize: shard, noise: Workspace.Noise(seed: seed),
        statistics: columns == nil ? .ofBatch : .ofAllShards, withGradients: true,
        density: features.density, execution: execution)
    }
    workspace = workspaces[0]
    guard workspace.batchStatistics.isEmpty || (columns == nil ? shard : batchSize) > 1 else {
      let isShard = batchSize > 1
      throw InputError(
        .recipe, at: isShard ? "shard" : "batchSize",
        expected: "2 or more where units are normalized over the \(isShard ? "shard" : "batch")", found: "1",
        advice: "take larger \(isShard ? "shards" : "batches"), or leave the normalization out")
    }
    updater = Updater(workspace.gradients, store: store, recipe: recipe)
    inference = try InferenceParameters(
      graph, minimizing: loss, training: store, averages: updater.averages, source: source,
      execution: execution)
    step =
      if let columns {
        LockstepStep(
          workspaces, batchSize: batchSize, columns: columns, updater: updater, execution: execution)
      } else if recipe.shard != nil {
        ShardedStep(workspace, batchSize: batchSize, updater: updater, execution: execution)
      } else {
        WholeStep(workspace, updater: updater, execution: execution)
      }
    try group.requireSameTraining(
      graph, recipe, loss: loss, seed: seed, source: source, execution: execution)
  }

  /// What it has taken of memory, in bytes.
  package var bytes: Int {
    workspace.bytes + store.bytes + updater.bytes + inference.bytes + step.bytes
  }

  /// True when every epoch of the recipe is done.
  public var isFinished: Bool { epoch >= recipe.epochs }

  /// The graph as it is now, for use: with the average of the parameters over the steps where the recipe asks for that,
  /// and with statistics measured on the training examples, which takes an inference pass over them.
  ///
  /// Where examples cannot be read, statistics stay as they are, and every later step and ``soundState()`` throws.
  public var graph: LayerGraph {
    try? inference.update()
    return template.replacing(parameters: inference.store.table)
  }

  /// The places of the parameters by which it is judged and used, for passes that are bound to them; up to date after
  /// `updatedInferenceParameters()`.
  package var inferenceParameters: ParameterStore { inference.store }

  /// The same, brought up to what training has come to. Throws where examples could not be read.
  @discardableResult
  package func updatedInferenceParameters() throws -> ParameterStore {
    try inference.update()
    return inference.store
  }

  /// The steps of an epoch.
  public var stepsPerEpoch: Int { (examples - 1) / batchSize + 1 }

  /// Where training stands. Setting it goes on from there; traps when it is that of another graph.
  public var state: State {
    get {
      State(parameters: store.table, optimizer: updater.state, epoch: epoch, partial: partial)
    }
    set {
      store.assign(newValue.parameters)
      updater.state = newValue.optimizer
      epoch = newValue.epoch
      partial = newValue.partial
    }
  }

  /// Presents every example once, in a fresh random order; of an epoch in progress, those that remain.
  ///
  /// - Parameter progress: called after every step with the share of the epoch that is done; what it
  ///   throws ends the epoch there, and ``state`` is the place to go on from.
  /// - Throws: `InputError` of kind `numericalFailure` when the loss is no longer a number; that of an example that cannot
  ///   be read, where only a state of before is a place to go on from; `CancellationError` after a
  ///   step in which the task was cancelled, where ``state`` is the place to go on from, too.
  public func trainEpoch(progress: (Double) throws -> Void = { _ in }) throws -> Epoch {
    var before = ContinuousClock.now
    func measure() {
      let now = ContinuousClock.now
      partial.seconds += (now - before) / .seconds(1)
      before = now
    }
    let examples = order.at(epoch: epoch).permutation(count: self.examples)
    expect(step: partial.steps, of: examples)
    while partial.steps < stepsPerEpoch {
      let first = partial.steps * batchSize
      let rows = examples[first..<min(first + batchSize, examples.count)]
      expect(step: partial.steps + 1, of: examples)
      updater.beginStep(rate: learningRate(ofStep: partial.steps))
      let loss = try step.run(rows) { part, workspace in
        workspace.choose(
          part, of: source, epoch: epoch, progress: recipe.progress(atEpoch: epoch),
          gradientScale: updater.gradientScale, rates: updater.rates, whole: rows.count)
      }
      try source.features.requireIntact()
      try check(loss)
      partial.steps += 1
      partial.summedLoss += loss
      measure()
      try progress(Double(first + rows.count) / Double(examples.count))
      try Task.checkCancellation()
    }
    measure()
    try checkParameters()
    let finished = Epoch(
      number: epoch + 1, loss: partial.summedLoss / Double(examples.count),
      learningRate: learningRate(ofStep: stepsPerEpoch - 1), seconds: partial.seconds)
    epoch += 1
    partial = PartialEpoch()
    return finished
  }

  /// Tells the examples which of them a step will read.
  private func expect(step: Int, of order: [Int32]) {
    let first = min(step * batchSize, order.count)
    order[first..<min(first + batchSize, order.count)].withUnsafeBufferPointer { source.features.expect($0) }
  }

  private func learningRate(ofStep step: Int) -> Float {
    let done = Double(step * batchSize) / Double(examples)
    return recipe.learningRate
      * Float(recipe.schedule.factor(at: Double(epoch) + done, of: recipe.epochs))
  }
}
