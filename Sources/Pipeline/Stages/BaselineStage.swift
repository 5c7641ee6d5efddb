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
    /// True when it was trained until it was at its optimum, up to the tolerance.
    public let converged: Bool

    private enum CodingKeys: String, CodingKey {
      case run, model, parameters, seconds, converged
      case validationErrorPercent = "validation_error_percent"
    }
  }

  /// A line of `metrics.jsonl`.
  struct Metrics: Codable {
    let iteration: Int
    let loss: Double
    /// Logistic regression's largest gradient element, or the support vector machine's relative duality gap; nil in
    /// a file of an earlier version.
    var measure: Double?
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
    let command = try stage.command(for: model)
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
      if let convergence = classifier.convergence { say(convergence) }
      try run.write(try stage.checkpoint(classifier.graph), as: .best)
      try run.write(classifier.graph.svg, as: "graph.svg")
      try run.update {
        $0.parameters = classifier.graph.parameterCount
        $0.trainingSeconds = seconds
        $0.validationErrorPercent = error
        $0.convergence = classifier.convergence?.forRecord
      }
      return Outcome(
        run: run.url.relativePath, model: model.kind.rawValue, validationErrorPercent: error,
        parameters: classifier.graph.parameterCount, seconds: seconds,
        converged: classifier.convergence?.isConverged ?? false)
    }
  }

  /// Says how near to its optimum it is.
  private func say(_ convergence: Convergence) {
    let unit = model == .logisticRegression ? "iterations" : "passes"
    stage.console.say(
      "convergence",
      "\(convergence.measure.rawValue) \(String(rough: convergence.value)) after "
        + "\(convergence.iterations) \(unit)")
    if let note = convergence.note { stage.console.say("note", "\(model.title) \(note)") }
  }

  private func fit(into run: RunWriter) throws -> Classifier {
    let (train, classes) = (stage.dataset.train, stage.dataset.classes)
    var lines: [Metrics] = []
    // How far the measure has come on the way from where it began to the tolerance, as orders of magnitude.
    var way = Way()
    func took(_ label: String, _ line: Metrics, tolerance: Double) {
      lines.append(line)
      stage.console.progress(label, share: way.share(at: line.measure ?? 1, towards: tolerance))
    }
    let classifier: Classifier
    stage.console.startClock()
    switch model {
    case .logisticRegression:
      let method = stage.recipe.logisticRegression
      classifier = try method.fit(train, classes: classes, execution: stage.options.execution) { state in
        try stage.options.stopRequest.check()
        took(
          "iteration \(state.iteration)",
          Metrics(iteration: state.iteration, loss: state.loss, measure: state.gradient),
          tolerance: method.tolerance)
      }
    case .linearSVM:
      let method = stage.recipe.linearSVM
      classifier = try method.fit(
        train, classes: classes, seed: stage.recipe.seed, execution: stage.options.execution
      ) { event in
        try stage.options.stopRequest.check()
        guard case .measured(let state) = event else { return }
        let passes = Int(state.passes.rounded(.up))
        took(
          "pass \(passes)", Metrics(iteration: passes, loss: state.loss, measure: state.gap),
          tolerance: method.tolerance)
      }
    }
    for line in lines { try run.append(line) }
    return classifier
  }
}

/// How much of its way to a tolerance a solver has done, for a bar: never less than before.
private struct Way {
  private var first: Double?
  private var done = 0.0

  mutating func share(at measure: Double, towards tolerance: Double) -> Double {
    guard measure > 0, tolerance > 0 else { return done }
    let first = first ?? measure
    self.first = first
    if first > tolerance {
      done = max(done, min(1, log(first / measure) / log(first / tolerance)))
    }
    return done
  }
}

extension Stage {
  /// The command line that makes a linear model of this stage's recipe and data, wherever the recipe is from: what
  /// the options do not say is set.
  func command(for model: BaselineStage.Model) throws -> String {
    let said = try options.recipe()
    let data = ["dataset", "validation", "limit", "seed"]
    let keys = RecipeKey.all.filter { data.contains($0.name) } + RecipeKey.deciding(model)
    let rest = keys.filter { $0.write(said) != $0.write(recipe) }
    return options.command(
      "baseline",
      (model == .logisticRegression ? [] : ["--model", model.rawValue])
        + rest.flatMap { ["--set", "\($0.name)=\($0.write(recipe))"] })
  }
}
