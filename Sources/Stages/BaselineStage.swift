internal import Foundation
internal import StrataCheckpoints
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession

/// A linear model on raw pixels, to compare with.
package struct BaselineStage: Sendable {
  /// Which linear model.
  package enum Model: String, Sendable, CaseIterable {
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
  package struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    package let run: String
    /// `logistic-regression` or `linear-svm`.
    package let model: String
    /// Wrong predictions on the validation images, in percent; nil when there are none.
    package let validationErrorPercent: Double?
    /// The numbers in its parameters.
    package let parameters: Int
    /// Seconds of training.
    package let seconds: Double

    private enum CodingKeys: String, CodingKey {
      case run, model, parameters, seconds
      case validationErrorPercent = "validation_error_percent"
    }
  }

  /// A baseline of a stage's recipe on its data.
  package init(_ stage: Stage, model: Model) {
    self.stage = stage
    self.model = model
  }

  /// Trains it.
  ///
  /// - Throws: an `Interruption` when somebody asks to stop.
  package func run() throws -> Outcome {
    stage.sayHeader("Baseline: \(model.title) on raw pixels")
    let command = stage.options.command(
      "baseline", model == .logisticRegression ? [] : ["--model", model.rawValue])
    let record = stage.record(.baseline, command: command, model: model.kind)
    return try stage.withRun(record) { run in
      let start = ContinuousClock.now
      let classifier = try fit(into: run)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let error = try validationError(of: classifier)
      stage.console.say(
        "done",
        String(seconds: seconds)
          + (error.map { ", \(String($0.percent, decimals: 2)) % validation error" } ?? ""))
      try run.write(try stage.checkpoint(classifier.graph), as: .best)
      try run.write(classifier.graph.svg, as: "graph.svg")
      try run.update {
        $0.parameters = classifier.graph.parameterCount
        $0.trainingSeconds = seconds
        $0.validationErrors = error?.count
      }
      return Outcome(
        run: run.url.relativePath, model: model.kind.rawValue, validationErrorPercent: error?.percent,
        parameters: classifier.graph.parameterCount, seconds: seconds)
    }
  }

  /// Wrong predictions on the validation images; nil when there are none.
  private func validationError(of classifier: Classifier) throws -> Proportion? {
    guard stage.dataset.validation.count > 0 else { return nil }
    return try classifier.evaluate(on: stage.dataset.validation, execution: stage.options.execution).error
  }

  private func fit(into run: RunWriter) throws -> Classifier {
    let (train, classes) = (stage.dataset.train, stage.dataset.classes)
    var lines: [BaselineMetrics] = []
    let classifier: Classifier
    switch model {
    case .logisticRegression:
      let limit = stage.recipe.baseline.iterations
      stage.console.startClock()
      classifier = try stage.recipe.logisticRegression.fit(
        train, classes: classes, execution: stage.options.execution
      ) { iteration, loss in
        try stage.options.stopRequest.check()
        lines.append(BaselineMetrics(iteration, loss: loss))
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
        lines.append(BaselineMetrics(epoch.number, loss: epoch.loss))
        stage.console.progress(
          "epoch \(epoch.number)/\(epochs)", share: Double(epoch.number) / Double(epochs))
      }
    }
    for line in lines { try run.append(line) }
    return classifier
  }
}
