internal import Checkpoints
internal import Classifiers
internal import Datasets
internal import Foundation
internal import LayerGraph
internal import LinearAlgebra
internal import Reports

/// A linear model on raw pixels, to compare with.
public struct BaselineStage: Sendable {
  /// Which linear model.
  public enum Model: String, Sendable, CaseIterable {
    /// Multiclass logistic regression.
    case logisticRegression = "logreg"
    /// Multiclass linear support vector machine.
    case linearSVM = "svm"

    /// What a table calls it.
    var title: String { self == .logisticRegression ? "logistic regression" : "linear SVM" }
    var kind: RunRecord.ModelKind { self == .logisticRegression ? .logisticRegression : .linearSVM }
  }

  private let stage: Stage
  private let model: Model

  /// What the baseline came to.
  public struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    public let run: String
    /// `logistic-regression` or `linear-svm`.
    public let model: String
    /// Wrong predictions on the validation images, in percent.
    public let validationErrorPercent: Double
    /// The numbers in its parameters.
    public let parameters: Int
    /// Seconds of training.
    public let seconds: Double

    private enum CodingKeys: String, CodingKey {
      case run, model, parameters, seconds
      case validationErrorPercent = "validation_error_percent"
    }
  }

  /// A line of `metrics.jsonl`.
  struct Metrics: Codable {
    let iteration: Int
    let loss: Double
  }

  /// A baseline of a stage's recipe on its data.
  public init(_ stage: Stage, model: Model) {
    self.stage = stage
    self.model = model
  }

  /// Trains it.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop.
  public func run() throws -> Outcome {
    stage.sayHeader("Baseline: \(model.title) on raw pixels")
    let command = stage.options.command(
      "baseline", model == .logisticRegression ? [] : ["--model", model.rawValue])
    try foresee()
    let record = stage.record(.baseline, command: command, model: model.kind)
    return try stage.withRun(record) { run in
      let start = ContinuousClock.now
      let classifier = try fit(into: run)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let error = try classifier.evaluate(
        on: stage.dataset.validation, execution: stage.options.execution
      ).error.percent
      stage.console.say(
        "done", "\(String(seconds: seconds)), \(String(error, decimals: 2)) % validation error")
      try run.write(try stage.checkpoint(classifier.graph), as: .best)
      try run.write(classifier.graph.svg, as: "graph.svg")
      try run.update {
        $0.parameters = classifier.graph.parameterCount
        $0.trainingSeconds = seconds
        $0.validationErrorPercent = error
      }
      return Outcome(
        run: run.url.relativePath, model: model.kind.rawValue, validationErrorPercent: error,
        parameters: classifier.graph.parameterCount, seconds: seconds)
    }
  }

  private func foresee() throws {
    let precision = stage.options.execution.arithmetic.precision
    try stage.foresee(
      memory: { resident in
        switch model {
        case .logisticRegression:
          MemoryForecast(logisticRegressionOn: stage.dataset, precision: precision, resident: resident)
        case .linearSVM:
          MemoryForecast(
            stage.recipe.linearSVM.training,
            network: ModelSize(
              network: [stage.dataset.width, stage.dataset.classes],
              optimizer: stage.recipe.linearSVM.training.optimizer),
            isInMemory: true, on: stage.dataset, precision: precision, resident: resident)
        }
      }, section: "baseline")
  }

  private func fit(into run: RunWriter) throws -> Classifier {
    let (train, classes) = (stage.dataset.train, stage.dataset.classes)
    var lines: [Metrics] = []
    let classifier: Classifier
    switch model {
    case .logisticRegression:
      let limit = stage.recipe.baseline.iterations
      stage.console.startClock()
      classifier = try stage.recipe.logisticRegression.fit(
        train, classes: classes, execution: stage.options.execution
      ) { iteration, loss in
        try stage.options.stopRequest.check()
        lines.append(Metrics(iteration: iteration, loss: loss))
        stage.console.progress(
          "iteration \(iteration)/\(limit)", share: Double(iteration) / Double(limit))
      }
    case .linearSVM:
      let epochs = stage.recipe.baseline.svmEpochs
      stage.console.startClock()
      classifier = try stage.recipe.linearSVM.fit(
        train, classes: classes, seed: stage.recipe.seed, execution: stage.options.execution
      ) { epoch in
        try stage.options.stopRequest.check()
        lines.append(Metrics(iteration: epoch.number, loss: epoch.loss))
        stage.console.progress(
          "epoch \(epoch.number)/\(epochs)", share: Double(epoch.number) / Double(epochs))
      }
    }
    if !lines.isEmpty { try run.append(all: lines) }
    return classifier
  }
}
