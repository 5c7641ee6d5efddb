internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession

/// The error by the number of labels: a pretrained stack, the same net from random weights, and logistic regression.
///
/// All images serve pretraining, without their labels. Each seed draws labels, as many of each class. Settings are chosen
/// twice: on the labelled validation images, as published figures are, and with the few labels alone.
struct FewLabels: Experiment {
  let name = "labels"
  let claim = "What is learned without labels serves best where labels are few."

  func recipe(isQuick: Bool) -> Recipe { .forFewLabels(isQuick: isQuick) }

  /// Draws of 100 labels differ by points of a percent.
  var usualSeeds: Int { 10 }

  private static let factors = ["labels", "model", "settings chosen on"]
  static let stack: Level = "pretrained stack"
  static let scratch: Level = "random weights"
  static let baseline: Level = "logistic regression"
  static let onValidation: Level = "validation labels"
  static let onTheFew: Level = "these labels alone"
  private static let none: Level = "–"
  private static let validationError = Quantity.share("validation error", decimals: 2)
  /// Beyond so many labels a choice by cross-validation would say what the validation images say.
  private static let mostForFolds = 300
  private static let folds = 5

  private func counts(in laboratory: Laboratory) throws -> [ExampleLimit] {
    let dataset = try all(in: laboratory)
    let examples = dataset.train.count
    let counts = (laboratory.isQuick ? [100, 1000] : [100, 300, 1000, 3000]).filter { $0 < examples }
    guard laboratory.isQuick else { return counts.map { .atMost($0) } + [.all] }
    return (counts.isEmpty ? [max(dataset.classes, examples / 2)] : counts).map { .atMost($0) }
  }

  /// The examples with all their labels.
  private func all(in laboratory: Laboratory) throws -> Dataset {
    try laboratory.shelf.dataset(
      of: laboratory.recipe.with(labels: .all, drawnBy: laboratory.recipe.seed), laboratory.options)
  }

  /// The settings among which is chosen, each as assignments; the recipe as it is where it names none.
  private func settings(_ recipe: Recipe) -> [[String]] { recipe.tuning?.settings(seed: recipe.seed) ?? [[]] }

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(factors: Self.factors, quantities: [.testError, Self.validationError])
    for count in try counts(in: laboratory) {
      try measureBaseline(count, in: laboratory, &observations)
      for start in [Self.stack, Self.scratch] {
        try measure(start, count, in: laboratory, &observations)
      }
    }
    let validation = try laboratory.dataset.validation.count
    var findings = Findings(verdict(observations), observations)
    findings.tables = [
      .init(
        "table", observations.table(of: [.testError]),
        caption: "Test error in percent, mean ± standard deviation over draws of labels")
    ]
    findings.compare("model", with: Self.scratch, only: [Self.stack])
    findings.charts = [chart(observations)]
    findings.notes = [
      "Pretraining learns from all training images without their labels. Shape, noise and penalty of the recipe were "
        + "chosen on validation labels at 100 labels, for all rows.",
      "\(String(grouped: validation)) labelled validation images choose among the settings in the rows that say so; in the "
        + "others \(Self.folds)-fold cross-validation over the labels at hand does, up to "
        + "\(String(grouped: Self.mostForFolds)) of them.",
      "The statistics and averages of a net from random weights are those of its labelled images alone.",
      "Settings tried for each model and number of labels: \(settings(laboratory.recipe).count).",
    ]
    return findings
  }

  private func level(_ count: ExampleLimit, in laboratory: Laboratory) throws -> Level {
    if case .atMost(let number) = count { return Level(number) }
    return Level(try all(in: laboratory).train.count)
  }

  private func measureBaseline(
    _ count: ExampleLimit, in laboratory: Laboratory, _ observations: inout Observations
  ) throws {
    let level = try level(count, in: laboratory)
    try laboratory.forEachSeed("\(level) labels, \(Self.baseline)") { seed in
      let recipe = laboratory.recipe.with(labels: count, drawnBy: seed)
      let classifier = try laboratory.shelf.logisticRegression(recipe, laboratory.options)
      observations.record(
        [level, Self.baseline, Self.none], seed: seed,
        [
          .testError: try laboratory.testError(of: classifier),
          Self.validationError: try laboratory.validationError(of: classifier),
        ])
    }
  }

  /// One setting with one seed: errors in percent, the test error known and not looked at before the choice is made.
  private struct Tried: Codable {
    let validation, test: Double
    /// By cross-validation over the labels at hand; nil where that is not looked at.
    let folds: Double?
  }

  private func measure(
    _ start: Level, _ count: ExampleLimit, in laboratory: Laboratory, _ observations: inout Observations
  ) throws {
    let level = try level(count, in: laboratory)
    var tried: [UInt64: [Tried]] = [:]
    try laboratory.forEachSeed("\(level) labels, \(start)") { seed in
      tried[seed] = try settings(laboratory.recipe).map { setting in
        var recipe = laboratory.recipe.with(labels: count, drawnBy: seed)
        for assignment in setting { try recipe.set(assignment) }
        recipe = try resolved(recipe, in: laboratory)
        return try laboratory.shelf.figures(
          start == Self.stack ? "tried" : "tried-from-scratch", of: recipe, seed: seed, laboratory.options
        ) {
          try attempt(recipe, start, seed: seed, in: laboratory)
        }
      }
    }
    let choices = settings(laboratory.recipe).indices
    func mean(_ setting: Int) -> Double {
      // In the order of the seeds: a sum must not depend on that of a dictionary.
      laboratory.seeds.reduce(0) { $0 + (tried[$1]?[setting].validation ?? 0) }
    }
    let best = choices.min { mean($0) < mean($1) } ?? 0
    for seed in laboratory.seeds {
      guard let own = tried[seed] else { continue }
      observations.record(
        [level, start, Self.onValidation], seed: seed,
        [.testError: own[best].test, Self.validationError: own[best].validation])
      let folds = own.compactMap(\.folds)
      guard folds.count == own.count else { continue }
      let chosen = choices.min { folds[$0] < folds[$1] } ?? 0
      observations.record(
        [level, start, Self.onTheFew], seed: seed,
        [.testError: own[chosen].test, Self.validationError: own[chosen].validation])
    }
  }

  /// A recipe with the epochs for so few labels: its own are for all of them. More are taken, for enough steps, unless
  /// somebody asked for that many.
  private func resolved(_ recipe: Recipe, in laboratory: Laboratory) throws -> Recipe {
    var recipe = recipe
    let isAsked =
      laboratory.options.sets("fine_tuning.epochs")
      || recipe.tuning?.dimensions.contains { $0.key == "fine_tuning.epochs" } ?? false
    if !isAsked { recipe.forgetAssignment(of: "fine_tuning.epochs") }
    return recipe.resolved(for: try laboratory.shelf.dataset(of: recipe, laboratory.options))
  }

  private func attempt(_ recipe: Recipe, _ start: Level, seed: UInt64, in laboratory: Laboratory) throws
    -> Tried
  {
    let shelf = laboratory.shelf
    let dataset = try shelf.dataset(of: recipe, laboratory.options)
    let network = try shelf.network(
      of: recipe, isPretrained: start == Self.stack, seed: seed, laboratory.options)
    let fineTuning = try recipe.fineTuningRecipe()
    func train(_ examples: any LabelledExamples) throws -> Classifier {
      try fineTuning.fit(
        network, to: examples, validation: nil, seed: seed, execution: laboratory.execution
      ) { _ in try laboratory.options.stopRequest.check() }.classifier
    }
    let classifier = try train(dataset.train)
    var folds: Double?
    if dataset.train.count <= Self.mostForFolds, settings(laboratory.recipe).count > 1 {
      let parts = Folds(dataset.train, count: Self.folds)
      folds = try (0..<parts.count).reduce(0) { sum, part in
        let (kept, left) = try parts.split(leavingOut: part)
        return try sum + train(kept).evaluate(on: left, execution: laboratory.execution).error.percent
      }
    }
    return Tried(
      validation: try laboratory.validationError(of: classifier),
      test: try laboratory.testError(of: classifier),
      folds: folds)
  }

  func verdict(_ observations: Observations) -> Verdict {
    let counts = observations.levels(of: Self.factors[0])
    let differences = counts.map { count in
      observations.differences(
        of: .testError, [count, Self.stack, Self.onValidation],
        minus: [count, Self.scratch, Self.onValidation])
    }
    func error(_ count: Level, _ model: Level) -> String {
      Quantity.testError.text(observations.mean(of: .testError, at: [count, model, Self.onValidation]))
    }
    let figures = counts.map {
      "\(error($0, Self.stack)) against \(error($0, Self.scratch)) with \($0) labels"
    }
    let gains = differences.map { -Sample($0).mean }
    let fewest = counts[0]
    let linear = observations.mean(of: .testError, at: [fewest, Self.baseline, Self.none])
    let stack = observations.mean(of: .testError, at: [fewest, Self.stack, Self.onValidation])
    return Verdict(
      [
        differences[0].allSatisfy { $0 < 0 }, gains.count < 2 || gains[0] > gains[gains.count - 1],
        stack < linear,
      ],
      "Test error of the pretrained stack against random weights: \(figures.joined(separator: ", ")); of logistic "
        + "regression \(Quantity.testError.text(linear)) with \(fewest).")
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let counts = observations.levels(of: Self.factors[0])
    let series = [
      (Self.stack, Self.onValidation), (Self.scratch, Self.onValidation), (Self.baseline, Self.none),
    ]
    .map { model, choice in
      LineChart.Series(
        model.text,
        points: counts.compactMap { count in
          observations.summary(of: .testError, at: [count, model, choice])?.point(at: count)
        }, uncertainty: .whiskers)
    }
    let chart = LineChart(
      "Test error by the number of labels", x: ChartAxis("labels", isLogarithmic: true),
      y: ChartAxis("test error", format: .percent), series: series)
    return .init("labels", chart.svg, caption: "Whiskers: the least and the greatest of the draws.")
  }
}
