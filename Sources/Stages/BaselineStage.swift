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
  private let session: Session
  private let model: ModelKind
  /// What makes the features; nil for raw pixels.
  private let stack: FrozenStack?

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

  private func fit(into run: RunWriter) throws -> Classifier {
    let classes = session.dataset.classes
    let execution = session.options.execution
    let train: any LabelledExamples =
      try stack?.features(of: session.dataset.train, execution: execution) ?? session.dataset.train
    var lines: [BaselineMetrics] = []
    // How far the measure has come on the way from where it began to the tolerance, as orders of magnitude.
    var way = Way()
    func took(_ label: String, _ line: BaselineMetrics, tolerance: Double) {
      lines.append(line)
      session.console.progress(label, share: way.share(at: line.measure ?? 1, towards: tolerance))
    }
    let classifier: Classifier
    session.console.startClock()
    switch model.linearModel {
    case .logisticRegression:
      let method = session.recipe.logisticRegression
      classifier = try method.fit(train, classes: classes, execution: execution) { state in
        try session.options.stopRequest.check()
        took(
          "iteration \(state.iteration)",
          BaselineMetrics(state.iteration, loss: state.loss, measure: state.gradient),
          tolerance: method.tolerance)
      }
    case .linearSVM:
      let method = session.recipe.linearSVM
      classifier = try method.fit(
        train, classes: classes, seed: session.recipe.seed, execution: execution
      ) { event in
        try session.options.stopRequest.check()
        guard case .measured(let state) = event else { return }
        let passes = Int(state.passes.rounded(.up))
        took(
          "pass \(passes)", BaselineMetrics(passes, loss: state.loss, measure: state.gap),
          tolerance: method.tolerance)
      }
    default: preconditionFailure("a baseline is a linear model")
    }
    if !lines.isEmpty { try run.append(all: lines) }
    return try stack.map { try classifier.onTop(of: $0.encoder) } ?? classifier
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
  ///
  /// - Parameter parent: the run whose stack makes the features, and whose recipe is taken where none is named; nil for raw
  ///   pixels.
  func command(for model: ModelKind, from parent: RunFolder? = nil) throws -> String {
    let options = options.keeping(RecipeKey.ofLinearModels)
    let said = try options.recipe(inherited: parent?.ownRecipe(console))
    let data = ["dataset", "validation", "limit", "labels", "split", "seed"]
    let keys =
      RecipeKey.all.filter { data.contains($0.name) || $0.name.hasPrefix("data.") }
      + RecipeKey.deciding(model)
    let rest = keys.filter {
      // How `auto` divides follows from the data alone.
      $0.write(said) != $0.write(recipe) && !($0.name == "split" && said.split == .automatic)
    }
    return options.command(
      "baseline",
      (model.linearModel == .logisticRegression ? [] : ["--model", "svm"])
        + (parent.map { ["--from", $0.url.relativePath] } ?? [])
        + rest.flatMap { ["--set", "\($0.name)=\($0.write(recipe))"] })
  }
}
