internal import Checkpoints
internal import Datasets
internal import Foundation
internal import LayerGraph
internal import LinearAlgebra
internal import Pretraining
internal import Reports

/// Learning without labels: the stack, layer by layer, into a run folder.
public struct PretrainStage: Sendable {
  private let stage: Stage

  /// Pretraining of a stage's recipe on its data.
  public init(_ stage: Stage) { self.stage = stage }

  /// What pretraining came to.
  public struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    public let run: String
    /// The numbers in the stack's parameters, decoders included.
    public let parameters: Int
    /// The last epoch of each layer.
    public let layers: [Metrics]
    /// Seconds of training.
    public let seconds: Double
  }

  /// A line of `metrics.jsonl`.
  public struct Metrics: Codable, Sendable {
    /// The layer, from 1.
    public let layer: Int
    /// The epoch, from 1.
    public let epoch: Int
    /// The mean denoising loss of the training images.
    public let trainingLoss: Double
    /// The mean denoising loss of the validation images.
    public let validationLoss: Double?
    /// The learning rate of the last step.
    public let learningRate: Float
    /// Seconds of training.
    public let seconds: Double

    private enum CodingKeys: String, CodingKey {
      case layer, epoch, seconds
      case trainingLoss = "training_loss"
      case validationLoss = "validation_loss"
      case learningRate = "learning_rate"
    }
  }

  /// Pretrains.
  public func run() throws -> Outcome {
    let pretraining = try stage.recipe.greedyPretraining()
    stage.sayHeader("Pretraining without labels")
    stage.say(
      try pretraining.untrained(inputs: stage.dataset.width, seed: stage.recipe.seed))
    let record = stage.record(.pretrain, command: stage.options.command("pretrain"))
    return try stage.withRun(record) { try train(pretraining, into: $0) }
  }

  private func train(_ pretraining: GreedyPretraining, into run: RunWriter) throws -> Outcome {
    let console = stage.console
    let epochs = pretraining.layers.map(\.training.epochs)
    let total = Double(epochs.reduce(0, +))
    var last: [Metrics] = []
    console.startClock()
    let stack = try pretraining.fit(
      stage.dataset.train.images, validation: stage.dataset.validation.images,
      seed: stage.recipe.seed, execution: stage.options.execution
    ) { event in
      switch event {
      case .layer(let k, let graph):
        console.say("")
        console.say(
          "layer \(k + 1)",
          "\(graph.inputWidth) → \(pretraining.layers[k].autoencoder.units), "
            + (pretraining.layers[k].autoencoder.corruption?.description ?? "no noise"))
        console.say("  epoch   training loss   validation loss       time")
      case .progress(let k, let epoch, let share):
        let before = Double(epochs.prefix(k).reduce(0, +) + epoch - 1)
        console.progress(
          "layer \(k + 1)/\(epochs.count)  epoch \(epoch)/\(epochs[k])", share: (before + share) / total)
      case .epoch(let epoch, let state):
        let metrics = Metrics(epoch)
        console.say(metrics.line(of: epochs[epoch.layer]))
        try run.append(metrics)
        try run.write(try checkpoint(state()), as: .last)
        try run.update { $0.trainingSeconds += epoch.training.seconds }
        if metrics.epoch == epochs[epoch.layer] { last.append(metrics) }
      }
    }
    try run.write(try stage.checkpoint(stack), as: .last)
    try run.write(stack.svg, as: "graph.svg")
    try run.update { $0.parameters = stack.parameterCount }
    return Outcome(
      run: run.url.relativePath, parameters: stack.parameterCount, layers: last,
      seconds: run.record.trainingSeconds)
  }

  /// Where pretraining stands: the finished layers as a graph, the layer in progress as tensors.
  private func checkpoint(_ state: GreedyPretraining.State) throws -> Checkpoint {
    var checkpoint = try state.stack.map(stage.checkpoint) ?? Checkpoint()
    try checkpoint.setPart(state.layer, named: "layer")
    if let training = state.training { try checkpoint.setTraining(training) }
    return checkpoint
  }
}

extension PretrainStage.Metrics {
  init(_ epoch: GreedyPretraining.Epoch) {
    layer = epoch.layer + 1
    self.epoch = epoch.training.number
    trainingLoss = epoch.training.loss
    validationLoss = epoch.validationLoss
    learningRate = epoch.training.learningRate
    seconds = epoch.training.seconds
  }

  /// For example `    2/5          63.999            63.218      5.5 s`.
  func line(of epochs: Int) -> String {
    "\(epoch)/\(epochs)".leading(7) + String(trainingLoss, decimals: 3).leading(16)
      + (validationLoss.map { String($0, decimals: 3) } ?? "–").leading(18)
      + String(seconds: seconds).leading(11)
  }
}

extension String {
  /// The text with spaces before it, so that it is `width` wide.
  func leading(_ width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
}
