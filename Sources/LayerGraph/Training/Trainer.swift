internal import Foundation
public import LinearAlgebra

/// The one training loop: it makes a loss of a graph small on some examples.
///
/// Pretraining, fine-tuning, logistic regression and the SVM are this loop on different graphs.
///
/// ```swift
/// let trainer = try Trainer(graph, minimizing: "loss", features: images, recipe: recipe, seed: 1)
/// while !trainer.isFinished { print(try trainer.trainEpoch().loss) }
/// let trained = trainer.graph
/// ```
public final class Trainer {
  /// Where training stands; with the graph and the recipe, all that is needed to go on with it.
  public struct State: Sendable, Equatable {
    /// The parameters.
    public var parameters: ParameterTable
    /// What the optimizer remembers.
    public var optimizer: OptimizerState
    /// The epochs that are finished.
    public var epoch: Int

    /// A state from its parts.
    public init(parameters: ParameterTable, optimizer: OptimizerState, epoch: Int) {
      self.parameters = parameters
      self.optimizer = optimizer
      self.epoch = epoch
    }
  }

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
  /// The parameters' places, for those who watch them change.
  package let store: ParameterStore

  private let template: LayerGraph
  private let loss: String
  private let features: any Features
  private let labels: [UInt8]?
  private let order: RandomStream
  private let workspace: Workspace
  private let updater: Updater
  private let step: Team.Job

  /// A trainer that has not begun.
  ///
  /// - Parameters:
  ///   - graph: with the parameters to start from.
  ///   - loss: the node to make small.
  ///   - features: one row for each example, as wide as the graph's input.
  ///   - labels: one for each example, where the loss compares with labels.
  ///   - seed: of the order of the examples and of every noise.
  /// - Throws: `GraphError` when the loss is not there; `InputError` when the examples do not fit.
  public init(
    _ graph: LayerGraph, minimizing loss: String, features: any Features,
    labels: [UInt8]? = nil, recipe: TrainingRecipe, seed: UInt64,
    execution: Execution = Execution()
  ) throws {
    try graph.check(features: features, labels: labels, for: loss)
    try recipe.check()
    try execution.check()
    template = graph
    self.loss = loss
    self.features = features
    self.labels = labels
    self.recipe = recipe
    order = RandomStream(seed: seed, purpose: "order/" + loss)
    store = ParameterStore(graph.parameters, precision: execution.arithmetic.precision)
    let workspace = try Workspace(
      graph, targets: [loss], parameters: store, batchSize: min(recipe.batchSize, features.rows),
      noise: Workspace.Noise(seed: seed), withGradients: true, density: features.density,
      execution: execution)
    let updater = Updater(workspace.gradients, store: store, recipe: recipe)
    self.workspace = workspace
    self.updater = updater
    step = Team.Job(Team(threads: execution.threads)) { worker in
      workspace.forward(worker)
      workspace.backward(worker)
      updater.update(from: workspace.batch, arithmetic: workspace.arithmetic, worker: worker)
    }
  }

  /// True when every epoch of the recipe is done.
  public var isFinished: Bool { epoch >= recipe.epochs }

  /// The graph with the parameters as they are now.
  public var graph: LayerGraph { template.replacing(parameters: store.table) }

  /// Where training stands. Setting it goes on from there.
  public var state: State {
    get { State(parameters: store.table, optimizer: updater.state, epoch: epoch) }
    set {
      store.assign(newValue.parameters)
      updater.state = newValue.optimizer
      epoch = newValue.epoch
    }
  }

  /// Presents every example once, in a fresh random order.
  ///
  /// - Parameter progress: called after every step with the share of the epoch that is done.
  /// - Throws: `InputError` of kind `numericalFailure` when the loss is no longer a number.
  public func trainEpoch(progress: (Double) throws -> Void = { _ in }) throws -> Epoch {
    let start = ContinuousClock.now
    let examples = order.at(epoch: epoch).permutation(count: features.rows)
    var total = 0.0
    var rate: Float = 0
    for first in stride(from: 0, to: examples.count, by: workspace.batchSize) {
      let rows = examples[first..<min(first + workspace.batchSize, examples.count)]
      let done = Double(first) / Double(examples.count)
      rate = learningRate(at: Double(epoch) + done)
      updater.beginStep(rate: rate)
      workspace.choose(
        rows, of: features, labels: labels, epoch: epoch, gradientScale: updater.gradientScale)
      step.run()
      total += try finite(workspace.summedLoss, rate: rate)
      try progress(Double(first + rows.count) / Double(examples.count))
    }
    epoch += 1
    return Epoch(
      number: epoch, loss: total / Double(examples.count), learningRate: rate,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private func learningRate(at epoch: Double) -> Float {
    recipe.learningRate * Float(recipe.schedule.factor(at: epoch, of: recipe.epochs))
  }

  private func finite(_ loss: Double, rate: Float) throws -> Double {
    guard !loss.isFinite else { return loss }
    throw InputError(
      .numericalFailure, at: "\(self.loss), epoch \(epoch + 1), step \(updater.steps)",
      expected: "a finite loss", found: "\(loss) at learning rate \(rate)",
      advice: "lower the learning rate, or look for inputs that are not numbers")
  }
}
