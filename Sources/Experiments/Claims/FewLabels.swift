internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession

/// The error by the number of labels: a pretrained stack, fine-tuned or left as it is below a logistic regression, the same
/// net from random weights, and logistic regression of the pixels.
///
/// All images serve pretraining, without their labels. Each seed draws labels, as many of each class. Settings are chosen
/// twice: on the labelled validation images, as published figures are, and with the few labels alone.
struct FewLabels: Experiment {
  let name = "labels"
  let choosesByValidation = true
  let claim = "What is learned without labels serves best where labels are few."

  func recipe(isQuick: Bool) -> Recipe { .forFewLabels(isQuick: isQuick) }

  /// Draws of 100 labels differ by points of a percent.
  var usualSeeds: Int { 10 }

  private static let factors = ["labels", "model", "settings chosen on"]
  static let onValidation: Level = "validation labels"
  static let onTheFew: Level = "these labels alone"
  private static let validationError = Quantity.share("validation error", decimals: 2)
  /// Beyond so many labels a choice by cross-validation would say what the validation images say.
  static let mostForFolds = 300
  static let folds = 5

  private func counts(in laboratory: Laboratory) throws -> [ExampleLimit] {
    let dataset = try all(in: laboratory)
    let examples = dataset.train.count
    guard examples >= 2 * Self.folds else {
      throw InputError(
        .usage, at: dataset.origin, expected: "at least \(2 * Self.folds) examples with a label to train on",
        found: "\(examples)", advice: "take more")
    }
    let counts = (laboratory.isQuick ? [100, 1000] : [100, 300, 1000, 3000]).filter { $0 < examples }
    guard laboratory.isQuick else { return counts.map { .atMost($0) } + [.all] }
    return (counts.isEmpty ? [max(dataset.classes, examples / 2)] : counts).map { .atMost($0) }
  }

  /// The examples with all their labels.
  private func all(in laboratory: Laboratory) throws -> Dataset {
    try laboratory.shelf.dataset(
      of: laboratory.recipe.with(labels: .all, drawnBy: laboratory.recipe.seed), laboratory.options)
  }

  func run(in laboratory: Laboratory) throws -> Findings {
    guard laboratory.recipe.labelSpreading.value == nil else {
      throw InputError(
        .recipe, at: "fine_tuning.label_spreading",
        expected: "none, as its learners are compared by the labels that they are given",
        found: laboratory.recipe.labelSpreading.text, advice: "leave it out; run and finetune take it")
    }
    var observations = Observations(factors: Self.factors, quantities: [.testError, Self.validationError])
    for count in try counts(in: laboratory) {
      for learner in Learner.allCases { try measure(learner, count, in: laboratory, &observations) }
    }
    let validation = try laboratory.dataset.validation.count
    var findings = Findings(verdict(observations), observations)
    findings.tables = [
      .init(
        "table", observations.table(of: [.testError]),
        caption: "Test error in percent, mean ± standard deviation over draws of labels")
    ]
    findings.shown = observations.keeping([.testError])
    findings.compare(
      "model", with: Learner.scratch.level, only: [Learner.features.level, Learner.stack.level])
    findings.charts = [chart(observations)]
    findings.notes = [
      "Pretraining learns from all training images without their labels. Shape, noise and penalty of the recipe were "
        + "chosen on validation labels at 100 labels, for all rows.",
      "Features are the codes of the last layer; the stack below the logistic regression is left as it was pretrained.",
      "\(String(grouped: validation)) labelled validation images choose among the settings in the rows that say so; in the "
        + "others \(Self.folds)-fold cross-validation over the labels at hand does, up to "
        + "\(String(grouped: Self.mostForFolds)) of them.",
      "The statistics and averages of a net from random weights are those of its labelled images alone.",
      "Settings tried for each number of labels: "
        + Learner.allCases.map { "\($0.level) \($0.settings(laboratory).count)" }.joined(separator: ", ")
        + ".",
    ]
    return findings
  }

  private func level(_ count: ExampleLimit, in laboratory: Laboratory) throws -> Level {
    if case .atMost(let number) = count { return Level(number) }
    return Level(try all(in: laboratory).train.count)
  }

  private func measure(
    _ learner: Learner, _ count: ExampleLimit, in laboratory: Laboratory, _ observations: inout Observations
  ) throws {
    let level = try level(count, in: laboratory)
    var tried: [UInt64: [Tried]] = [:]
    let settings = learner.settings(laboratory)
    try laboratory.forEachSeed("\(level) labels, \(learner.level)") { seed in
      tried[seed] = try settings.map { setting in
        var recipe = laboratory.recipe.with(labels: count, drawnBy: seed)
        for assignment in setting { try recipe.set(assignment) }
        recipe = try resolved(recipe, in: laboratory)
        return try laboratory.shelf.figures(learner.result, of: recipe, seed: seed, laboratory.options) {
          try learner.attempt(recipe, seed: seed, choices: settings.count, in: laboratory)
        }
      }
    }
    let choices = settings.indices
    func mean(_ setting: Int) -> Double {
      // In the order of the seeds: a sum must not depend on that of a dictionary.
      laboratory.seeds.reduce(0) { $0 + (tried[$1]?[setting].validation ?? 0) }
    }
    let best = choices.min { mean($0) < mean($1) } ?? 0
    for seed in laboratory.seeds {
      guard let own = tried[seed] else { continue }
      observations.record(
        [level, learner.level, Self.onValidation], seed: seed,
        [.testError: own[best].test, Self.validationError: own[best].validation])
      let folds = own.compactMap(\.folds)
      guard folds.count == own.count else { continue }
      let chosen = choices.min { folds[$0] < folds[$1] } ?? 0
      observations.record(
        [level, learner.level, Self.onTheFew], seed: seed,
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

  func verdict(_ observations: Observations) -> Verdict {
    let counts = observations.levels(of: Self.factors[0])
    func error(_ count: Level, _ learner: Learner) -> Double {
      observations.mean(of: .testError, at: [count, learner.level, Self.onValidation])
    }
    let differences = counts.map { count in
      observations.differences(
        of: .testError, [count, Learner.stack.level, Self.onValidation],
        minus: [count, Learner.scratch.level, Self.onValidation])
    }
    let figures = counts.map { count in
      let errors = [Learner.stack, .features, .scratch].map { Quantity.testError.text(error(count, $0)) }
      return "\(errors.joined(separator: ", ")) with \(count)"
    }
    let gains = differences.map { -Sample($0).mean }
    let fewest = counts[0]
    let linear = error(fewest, .regression)
    return Verdict(
      [
        differences[0].allSatisfy { $0 < 0 }, gains.count < 2 || gains[0] > gains[gains.count - 1],
        min(error(fewest, .stack), error(fewest, .features)) < linear,
      ],
      "Test error of the stack fine-tuned, of the stack left as it is, and of the net from random weights, by labels: "
        + "\(figures.joined(separator: "; ")). Of logistic regression \(Quantity.testError.text(linear)) with \(fewest)."
    )
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let counts = observations.levels(of: Self.factors[0])
    let series = [Learner.stack, .features, .scratch, .regression].map { learner in
      LineChart.Series(
        learner.level.text,
        points: counts.compactMap { count in
          observations.summary(of: .testError, at: [count, learner.level, Self.onValidation])?.point(
            at: count)
        }, uncertainty: .whiskers)
    }
    let chart = LineChart(
      "Test error by the number of labels", x: ChartAxis("labels", isLogarithmic: true),
      y: ChartAxis("test error", format: .percent), series: series)
    return .init("labels", chart.svg, caption: "Whiskers: the least and the greatest of the draws.")
  }
}
