internal import Foundation
package import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataReports
internal import StrataRuns
package import StrataSession

/// A linear model to compare with: on raw pixels, or on the features of a stack that is left as it was pretrained.
package struct BaselineStage: Stage {
  let session: Session
  let model: ModelKind
  /// What makes the features; nil for raw pixels.
  let stack: FrozenStack?

  /// What the baseline came to.
  package struct Outcome: Encodable, Sendable {
    /// The run folder's path.
    package let run: String
    /// `logistic-regression` or `linear-svm`, or one of them `-on-features`.
    package let model: String
    /// The run whose stack makes the features; nil for raw pixels.
    package let from: String?
    /// Wrong predictions on the validation images, in percent; nil when there are none.
    package let validationErrorPercent: Double?
    /// The numbers in its parameters.
    package let parameters: Int
    /// Seconds of training.
    package let seconds: Double
    /// True when it was trained until it was at its optimum, up to the tolerance.
    package let converged: Bool

    private enum CodingKeys: String, CodingKey {
      case run, model, from, parameters, seconds, converged
      case validationErrorPercent = "validation_error_percent"
    }
  }

  /// A baseline with a user's options. Traps when the model is not linear.
  ///
  /// - Parameter parent: the run whose stack makes the features, by name or path; recipe and data are its own unless others
  ///   are named. Nil for raw pixels.
  /// - Throws: `InputError` when a key is set that means nothing to a linear model, or the data cannot be loaded, or there
  ///   is no such run.
  package init(
    _ options: PipelineOptions, model: ModelKind, from parent: String? = nil, console: Console
  ) throws {
    let run = try parent.map { try options.store(console).open($0) }
    let own = try run?.ownRecipe(console)
    let recipe = try options.recipe(of: "baseline", setting: RecipeKey.ofLinearModels, inherited: own)
    guard let run, let own else {
      self.init(try Session(options: options, recipe: recipe, console: console), model: model)
      return
    }
    let stack = try FrozenStack(run)
    let asked = try RecipeScope.weights.resolve(options, with: own, of: run.name)
    self.init(try Session(options, layersOf: run, asked, nil, console), model: model, on: stack)
  }

  /// A baseline of a session's recipe on its data. Traps when the model is not linear.
  package init(_ session: Session, model: ModelKind) { self.init(session, model: model, on: nil) }

  /// The same on the features of a stack.
  init(_ session: Session, model: ModelKind, on stack: FrozenStack?) {
    guard let linear = model.linearModel, let kind = stack == nil ? linear : linear.onFeatures else {
      preconditionFailure("a baseline is a linear model")
    }
    (self.session, self.model, self.stack) = (session, kind, stack)
  }

  /// Trains it.
  package func run() throws -> Outcome {
    try session.dataset.requireClasses()
    try sayHeader()
    let command = try session.command(for: model, from: stack?.run)
    try foresee()
    var record = session.record(.baseline, command: command, model: model, parent: stack?.run.name)
    record.origin = try stack?.run.origin()
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
      let pretrained = try stack?.run.wholeModel()
      try session.keep(
        classifier: classifier, stack: pretrained?.stack, learnedBefore: pretrained?.learnedRows,
        errors: error, in: run)
      try run.write(classifier.graph.svg, as: "graph.svg")
      try run.update {
        $0.parameters = classifier.graph.parameterCount
        $0.trainingSeconds = seconds
        $0.validationErrors = error?.count
        $0.convergence = classifier.convergence
      }
      return Outcome(
        run: run.url.relativePath, model: model.rawValue, from: stack?.run.url.relativePath,
        validationErrorPercent: error?.percent,
        parameters: classifier.graph.parameterCount, seconds: seconds,
        converged: classifier.convergence?.isConverged ?? false)
    }
  }

  private func sayHeader() throws {
    let layout = session.dataset.layout
    guard let stack else {
      return session.sayHeader(
        "Baseline: \(model.title) on the raw \(layout.width) \(layout.unit)")
    }
    try session.dataset.requireWidth(stack.encoder.inputWidth, of: stack.run.name)
    session.sayHeader("Baseline: \(model.title), \(try stack.width) of them")
    session.console.say("from", "\(stack.run.url.relativePath), which is left as it is")
    if stack.run.record.stage == .finetune {
      session.console.say(
        "note",
        "\(stack.run.name) is fine-tuned already: its layers have seen labels"
          + (stack.run.record.parent.map { "; for what pretraining left, name \($0)" } ?? ""))
    }
  }

  private func foresee() throws {
    let features = try stack?.width
    try session.foresee(
      memory: { resident in
        model.linearModel == .logisticRegression
          ? try MemoryForecast(
            logisticRegressionOn: session.dataset, features: features,
            arithmetic: session.options.execution.arithmetic, resident: resident)
          : MemoryForecast(linearSVMOn: session.dataset, features: features, resident: resident)
      }, section: "baseline")
  }

  /// Wrong predictions on the validation images; nil when there are none.
  private func validationError(of classifier: Classifier) throws -> Proportion? {
    guard session.dataset.validation.count > 0 else { return nil }
    return try classifier.evaluate(on: session.dataset.validation, execution: session.options.execution).error
  }

  /// Says how near to its optimum it is.
  private func say(_ convergence: Convergence) {
    let unit = model.linearModel == .logisticRegression ? "iterations" : "passes"
    session.console.say(
      "convergence",
      "\(convergence.measure.rawValue) \(String(rough: convergence.value)) after "
        + "\(convergence.iterations) \(unit)")
    if let note = convergence.note { session.console.say("note", "\(model.title) \(note)") }
  }
}
