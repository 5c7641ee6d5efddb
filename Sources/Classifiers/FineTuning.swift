package import StrataFiles
public import StrataLayerGraph
public import StrataLinearAlgebra

/// End-to-end training of a network with a head, with early stopping on validation examples, where there are any.
///
/// ```swift
/// let network = try stack.droppingDecoders().attachingHead(classes: 10)
/// let tuned = try FineTuning(training: recipe, patience: 5)
///   .fit(network, to: mnist.train, validation: mnist.validation, seed: 1)
/// ```
public struct FineTuning: Hashable, Sendable, Codable {
  /// How the network is trained.
  public var training: TrainingRecipe
  /// Epochs without a lower validation error, or the same with a lower loss, after which training stops, at a look; nil to
  /// go on to the last.
  public var patience: Int?
  /// How much the examples of each class count in the training loss; nil where all count alike. Validation counts them
  /// alike in either case.
  public var classWeights: ClassWeights?
  /// The share of each label that is spread evenly over all classes in the training loss (Szegedy et al. 2016, "Rethinking
  /// the Inception architecture", section 7). Validation takes the labels as they are.
  public var labelSmoothing: Float
  /// The network is looked at after the first epoch, the last, and between them where at least so many steps have been
  /// taken since; 1: after every epoch. At a look its error on the validation examples is counted, its statistics are
  /// measured on the training examples where it is normalized, and its weights are kept if they are the best. It costs a
  /// pass over all these examples, which epochs of few steps are short beside.
  public var validationInterval: Int
  /// How labels are spread to the examples without one before training; nil where every example has its label.
  public var labelSpreading: LabelSpreading?

  /// A recipe.
  public init(
    training: TrainingRecipe, patience: Int? = nil, classWeights: ClassWeights? = nil,
    labelSmoothing: Float = 0, validationInterval: Int = 1, labelSpreading: LabelSpreading? = nil
  ) {
    self.training = training
    self.patience = patience
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.validationInterval = validationInterval
    self.labelSpreading = labelSpreading
  }

  /// What an epoch came to.
  public struct Epoch: Sendable, Equatable {
    /// The epoch and its mean loss on the training examples.
    public let training: Trainer.Epoch
    /// The mean loss on the validation examples after the epoch; nil when there are none, or it was not looked at.
    public let validationLoss: Double?
    /// The validation examples that are misclassified after the epoch; nil when there are none, or it was not looked at.
    public let validationError: Proportion?
    /// True when it is the best epoch so far; without validation examples, the last is that was looked at.
    public let isBest: Bool
  }

  /// Where fine-tuning stands.
  public struct State: Sendable, Equatable {
    /// The trainer.
    public var training: Trainer.State
    /// What early stopping has seen.
    public var stopping: EarlyStopping
    /// The parameters of the best epoch.
    public var best: ParameterTable

    /// A state from its parts.
    public init(training: Trainer.State, stopping: EarlyStopping, best: ParameterTable) {
      self.training = training
      self.stopping = stopping
      self.best = best
    }
  }

  /// What is reported while it runs.
  public enum Event {
    /// A share of the search for the neighbours that labels are spread to is done.
    case spreading(share: Double)
    /// Labels were spread to so many examples in all; those that no label has reached are left out.
    case spread(examples: Int)
    /// A share of an epoch (counted from 1) is done; `state` copies where fine-tuning stands.
    case progress(epoch: Int, share: Double, state: () throws -> State)
    /// An epoch is done; `state` copies where fine-tuning stands.
    case epoch(Epoch, state: () throws -> State)
  }

  /// The outcome.
  public struct Result: Sendable {
    /// The network with the weights of the best epoch.
    public let classifier: Classifier
    /// What early stopping saw: the best epoch and its error.
    public let stopping: EarlyStopping
    /// The validation examples that are misclassified after the best epoch; nil when there are none.
    public let validationError: Proportion?
    /// Why training ended, in words.
    public let reason: String
  }

  /// True where the network is looked at after an epoch, by its number and the steps of an epoch.
  package func looks(after epoch: Int, steps: Int) -> Bool {
    epoch == 1 || epoch == training.epochs
      || epoch * steps / validationInterval > (epoch - 1) * steps / validationInterval
  }

  private func checkInterval() throws(InputError) {
    guard validationInterval < 1 else { return }
    throw InputError(
      .recipe, at: "validationInterval", expected: "at least 1", found: "\(validationInterval)",
      advice: "change it in the recipe")
  }

  /// Throws where patience is none, or has no validation examples to be patient over.
  package func checkPatience(validationCount: Int) throws(InputError) {
    guard let patience else { return }
    guard patience >= 1 else {
      throw InputError(
        .recipe, at: "patience", expected: "at least 1", found: "\(patience)",
        advice: "change it in the recipe")
    }
    guard validationCount > 0 else {
      throw InputError(
        .recipe, at: "patience", expected: "none, as there are no validation examples to be patient over",
        found: "\(patience)", advice: "leave it out, or keep examples for validation")
    }
  }

  /// Trains a network that has a node `loss` and a node `head`.
  ///
  /// - Parameters:
  ///   - network: what to train, with the weights to begin with.
  ///   - train: what to learn from, with their labels; −1 stands for an example without one, where labels are spread.
  ///   - validation: examples to choose the best epoch by; nil, or none, to keep the weights of the last.
  ///   - seed: of the order of the examples and of every noise.
  ///   - state: where to go on from; nil to begin.
  ///   - execution: how the arithmetic is carried out.
  ///   - report: called as it goes; what it throws ends training: `StopTraining` with the best weights so far, any
  ///     other error without a result. A state that it asks for is sound: instead of one with a number that is not
  ///     finite it gets an error.
  /// - Throws: `CancellationError` when the task is cancelled; `InputError` or `GraphError` where network, recipe,
  ///   examples and state do not go together, or when the loss is no longer a number.
  public func fit(
    _ network: LayerGraph, to train: any LabelledExamples, validation: (any LabelledExamples)?,
    seed: UInt64, from state: State? = nil, execution: Execution = Execution(),
    report: (Event) throws -> Void = { _ in }
  ) throws -> Result {
    let validation = validation.flatMap { $0.labels.isEmpty ? nil : $0 }
    try checkPatience(validationCount: validation?.labels.count ?? 0)
    try checkInterval()
    if let validation {
      try network.check(features: validation.features, labels: validation.labels, for: NodeRole.loss.name)
    }
    let classes = try Classifier(network).classes
    let train =
      try labelSpreading.map { spreading in
        let labelled = try spreading.labelled(train, classes: classes, execution: execution) {
          try report(.spreading(share: $0))
        }
        try report(.spread(examples: labelled.labels.count))
        return labelled
      } ?? train
    let trainer = try Trainer(
      network, minimizing: NodeRole.loss.name, features: train.features, labels: train.labels,
      classWeights: classWeights?.values(for: train.labels, classes: classes),
      labelSmoothing: labelSmoothing, recipe: training, seed: seed, execution: execution)
    let watch = try validation.map {
      try ValidationWatch(
        network, parameters: trainer.inferenceParameters, examples: $0, execution: execution)
    }
    var stopping = state?.stopping ?? EarlyStopping(patience: patience)
    var best = state?.best ?? network.parameters
    if let state { try resume(trainer, from: state) }

    let steps = trainer.stepsPerEpoch
    var reason =
      looks(after: trainer.epoch, steps: steps) ? stopping.reasonToStop(after: trainer.epoch) : nil
    do {
      while reason == nil && !trainer.isFinished {
        let number = trainer.epoch + 1
        let (soFar, bestSoFar) = (stopping, best)
        let state = { State(training: try trainer.soundState(), stopping: soFar, best: bestSoFar) }
        let epoch = try trainer.trainEpoch { share in
          try report(.progress(epoch: number, share: share, state: state))
        }
        var seen: ValidationWatch.Findings?
        var isBest = false
        let looksNow = looks(after: number, steps: steps)
        if looksNow {
          let parameters = try trainer.updatedInferenceParameters()
          seen = try watch?.look()
          try (seen?.loss).map(trainer.requireFinite)
          isBest = stopping.observe(epoch: number, error: seen?.error.value, loss: seen?.loss)
          if isBest { best = parameters.table }
        }
        try report(
          .epoch(
            Epoch(
              training: epoch, validationLoss: seen?.loss, validationError: seen?.error, isBest: isBest),
            state: { State(training: try trainer.soundState(), stopping: stopping, best: best) }))
        reason = looksNow ? stopping.reasonToStop(after: number) : nil
      }
    } catch is StopTraining {
      reason = "stopped on request after \(trainer.epoch) epochs"
    }
    return Result(
      classifier: try Classifier(network.replacing(parameters: best)), stopping: stopping,
      validationError: stopping.bestEpoch > 0
        ? validation.map { stopping.bestError(of: $0.labels.count) } : nil,
      reason: reason ?? "all \(training.epochs) epochs done")
  }
}

extension FineTuning {
  /// Puts a trainer where a state is; throws unless the state is one of this recipe.
  private func resume(_ trainer: Trainer, from state: State) throws {
    let (found, epoch) = (state.stopping, state.training.epoch)
    guard found.patience == patience, 0 <= found.bestEpoch, found.bestEpoch <= epoch else {
      throw InputError(
        .malformedData, at: "the state of early stopping",
        expected: "a patience of \(patience.map { "\($0)" } ?? "no end") and a best epoch up to \(epoch)",
        found: "\(found.patience.map { "\($0)" } ?? "no end") and \(found.bestEpoch)",
        advice: "go on with the checkpoint of this very run, or begin again")
    }
    try trainer.resume(from: state.training)
    for name in state.training.parameters.names
    where state.best[name]?.shape != state.training.parameters[name]?.shape {
      throw InputError(
        .malformedData, at: "the best epoch's weights", expected: "\(name) as in the network",
        found: state.best[name].map { "one of \($0.shape)" } ?? "no such parameter",
        advice: "go on with the checkpoint of this very run, or begin again")
    }
  }
}
