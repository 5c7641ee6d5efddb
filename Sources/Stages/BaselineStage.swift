internal import Foundation
package import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession

/// A linear model on raw pixels, to compare with.
package struct BaselineStage: Stage {
  private let session: Session
  private let model: ModelKind

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
    /// True when it was trained until it was at its optimum, up to the tolerance.
    package let converged: Bool

    private enum CodingKeys: String, CodingKey {
      case run, model, parameters, seconds, converged
      case validationErrorPercent = "validation_error_percent"
    }
  }

  /// A baseline with a user's options. Traps when the model is not linear.
  ///
  /// - Throws: `InputError` when a key is set that means nothing to a linear model, or the data cannot be loaded.
  package init(_ options: PipelineOptions, model: ModelKind, console: Console) throws {
    let recipe = try options.recipe(of: "baseline", setting: RecipeKey.ofLinearModels)
    self.init(try Session(options: options, recipe: recipe, console: console), model: model)
  }

  /// A baseline of a session's recipe on its data. Traps when the model is not linear.
  package init(_ session: Session, model: ModelKind) {
    self.session = session
    precondition(model.isLinear, "a baseline is a linear model")
    self.model = model
  }

  /// Trains it.
  package func run() throws -> Outcome {
    try session.dataset.requireClasses()
    let layout = session.dataset.layout
    session.sayHeader("Baseline: \(model.title) on the raw \(layout.width) \(layout.unit)")
    let command = try session.command(for: model)
    try foresee()
    let record = session.record(.baseline, command: command, model: model)
    return try session.withRun(record) { run in
      let start = ContinuousClock.now
      let classifier = try fit(into: run)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let error = try validationError(of: classifier)
      session.console.say(
        "done",
        String(seconds: seconds)
          + (error.map { ", \(String($0.percent, decimals: 2)) % validation error" } ?? ""))
      if let convergence = classifier.convergence { say(convergence) }
      try run.write(try session.checkpoint(classifier.graph), as: .best)
      try session.keep(classifier: classifier, stack: nil, errors: error, in: run)
      try run.write(classifier.graph.svg, as: "graph.svg")
      try run.update {
        $0.parameters = classifier.graph.parameterCount
        $0.trainingSeconds = seconds
        $0.validationErrors = error?.count
        $0.convergence = classifier.convergence
      }
      return Outcome(
        run: run.url.relativePath, model: model.rawValue, validationErrorPercent: error?.percent,
        parameters: classifier.graph.parameterCount, seconds: seconds,
        converged: classifier.convergence?.isConverged ?? false)
    }
  }

  private func foresee() throws {
    try session.foresee(
      memory: { resident in
        model == .logisticRegression
          ? try MemoryForecast(
            logisticRegressionOn: session.dataset, arithmetic: session.options.execution.arithmetic,
            resident: resident)
          : MemoryForecast(linearSVMOn: session.dataset, resident: resident)
      }, section: "baseline")
  }

  /// Wrong predictions on the validation images; nil when there are none.
  private func validationError(of classifier: Classifier) throws -> Proportion? {
    guard session.dataset.validation.count > 0 else { return nil }
    return try classifier.evaluate(on: session.dataset.validation, execution: session.options.execution).error
  }

  /// Says how near to its optimum it is.
  private func say(_ convergence: Convergence) {
    let unit = model == .logisticRegression ? "iterations" : "passes"
    session.console.say(
      "convergence",
      "\(convergence.measure.rawValue) \(String(rough: convergence.value)) after "
        + "\(convergence.iterations) \(unit)")
    if let note = convergence.note { session.console.say("note", "\(model.title) \(note)") }
  }

  private func fit(into run: RunWriter) throws -> Classifier {
    let (train, classes) = (session.dataset.train, session.dataset.classes)
    var lines: [BaselineMetrics] = []
    // How far the measure has come on the way from where it began to the tolerance, as orders of magnitude.
    var way = Way()
    func took(_ label: String, _ line: BaselineMetrics, tolerance: Double) {
      lines.append(line)
      session.console.progress(label, share: way.share(at: line.measure ?? 1, towards: tolerance))
    }
    let classifier: Classifier
    session.console.startClock()
    switch model {
    case .logisticRegression:
      let method = session.recipe.logisticRegression
      classifier = try method.fit(train, classes: classes, execution: session.options.execution) { state in
        try session.options.stopRequest.check()
        took(
          "iteration \(state.iteration)",
          BaselineMetrics(state.iteration, loss: state.loss, measure: state.gradient),
          tolerance: method.tolerance)
      }
    case .linearSVM:
      let method = session.recipe.linearSVM
      classifier = try method.fit(
        train, classes: classes, seed: session.recipe.seed, execution: session.options.execution
      ) { event in
        try session.options.stopRequest.check()
        guard case .measured(let state) = event else { return }
        let passes = Int(state.passes.rounded(.up))
        took(
          "pass \(passes)", BaselineMetrics(passes, loss: state.loss, measure: state.gap),
          tolerance: method.tolerance)
      }
    case .randomInitialisation, .stackedDenoisingAutoencoder:
      preconditionFailure("a baseline is a linear model")
    }
    if !lines.isEmpty { try run.append(all: lines) }
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

extension Session {
  /// The command line that makes a linear model of this session's recipe and data, wherever the recipe is from: what
  /// the options do not say is set.
  func command(for model: ModelKind) throws -> String {
    let said = try options.recipe()
    let data = ["dataset", "validation", "limit", "labels", "split", "seed"]
    let keys =
      RecipeKey.all.filter { data.contains($0.name) || $0.name.hasPrefix("data.") }
      + RecipeKey.deciding(model)
    let rest = keys.filter {
      // How `auto` divides follows from the data alone.
      $0.write(said) != $0.write(recipe) && !($0.name == "split" && said.split == .automatic)
    }
    return options.keeping(RecipeKey.ofLinearModels).command(
      "baseline",
      (model == .logisticRegression ? [] : ["--model", "svm"])
        + rest.flatMap { ["--set", "\($0.name)=\($0.write(recipe))"] })
  }
}
