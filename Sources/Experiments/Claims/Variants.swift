internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// The data sets of Larochelle et al. 2007, made anew: a denoising stack beside its controls, and beside what Vincent et
/// al. 2010 published for theirs.
struct Variants: Experiment {
  let name = "variants"
  let choosesByValidation = true
  let claim = "Where more varies than the class, layers that denoise serve better than layers that copy."

  func recipe(isQuick: Bool) -> Recipe { .forVariants(isQuick: isQuick) }

  var takesDataset: Bool { false }
  var takesImages: Bool { true }

  private static let factors = ["set", "model"]
  static let baseline: Level = "logistic"
  static let scratch: Level = "scratch"
  static let copying: Level = "no noise"
  static let denoising: Level = "denoising"
  private static let validationError = Quantity.share("validation error", decimals: 2)

  /// Test errors of Vincent et al. 2010, table 3, in percent: an SVM with a kernel, three stacked autoencoders, a deep
  /// belief net of three layers, and three stacked denoising autoencoders.
  static let published: [Variant: [String]] = [
    .basic: ["3.03", "3.46", "3.11", "2.84"], .rotated: ["11.11", "10.30", "10.30", "9.53"],
    .onNoise: ["14.58", "11.28", "6.73", "10.30"], .onImages: ["22.61", "23.00", "16.31", "16.68"],
    .rotatedOnImages: ["55.18", "51.93", "47.39", "43.76"], .rectangles: ["2.15", "2.41", "2.60", "1.99"],
    .rectanglesOnImages: ["24.04", "24.05", "22.50", "21.59"], .convex: ["19.13", "18.41", "18.63", "19.06"],
  ]
  private static let publishedModels = ["SVM-rbf", "SAE-3", "DBN-3", "SDAE-3"]

  private func variants(in laboratory: Laboratory) -> [Variant] {
    // A look takes those that are drawn in no time and need no other data.
    laboratory.isQuick ? [.rectangles, .convex] : Variant.allCases
  }

  private func recipe(of variant: Variant, in laboratory: Laboratory) -> Recipe {
    laboratory.recipe.changing {
      $0.dataset = variant.rawValue
      if let images = laboratory.images { $0.data.photographs = images }
    }
  }

  func data(in laboratory: Laboratory) throws -> RunRecord.Dataset {
    let first = recipe(of: variants(in: laboratory)[0], in: laboratory)
    var data = try laboratory.shelf.dataset(of: first, laboratory.options).forRecord
    data.name = variants(in: laboratory).map(\.rawValue).joined(separator: ", ")
    return data
  }

  func inputs(in laboratory: Laboratory) throws -> Int { 784 }

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(factors: Self.factors, quantities: [.testError, Self.validationError])
    for variant in variants(in: laboratory) {
      let recipe = recipe(of: variant, in: laboratory)
      let copies = recipe.changing { $0.stack.corruption = PerLayer(.none) }
      let dataset = try laboratory.shelf.dataset(of: recipe, laboratory.options)
      try laboratory.forEachSeed(variant.rawValue) { seed in
        func record(_ model: Level, _ classifier: Classifier) throws {
          func error(_ part: Dataset.Part) throws -> Double {
            try classifier.evaluate(on: part, execution: laboratory.execution).error.percent
          }
          observations.record(
            [Level(variant.rawValue), model], seed: seed,
            [.testError: try error(dataset.test), Self.validationError: try error(dataset.validation)])
        }
        try record(Self.baseline, laboratory.shelf.logisticRegression(recipe, laboratory.options))
        try record(Self.scratch, laboratory.classifier(of: recipe, isPretrained: false, seed: seed))
        try record(Self.copying, laboratory.classifier(of: copies, seed: seed))
        try record(Self.denoising, laboratory.classifier(of: recipe, seed: seed))
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.tables = [
      .init(
        "table", observations.table(of: .testError, across: Self.factors[1]),
        caption: "Test error in percent"),
      .init("published", published(observations), caption: "Vincent et al. 2010, table 3, in percent"),
    ]
    findings.shown = observations.keeping([.testError])
    findings.compare(Self.factors[1], with: Self.copying, only: [Self.denoising])
    findings.notes = [
      "Logistic regression on raw pixels; the same net from random weights (scratch), from a stack without noise, and from a denoising one.",
      "The sets are made by the definitions of Larochelle et al. 2007: the same definition, not the same file. What was published is context, not a result of this program.",
      (laboratory.images ?? laboratory.recipe.data.photographs).map {
        "The images behind are photographs of \($0)."
      }
        ?? "The images behind are of fallen leaves, generated, where the published sets have photographs.",
    ]
    return findings
  }

  private func published(_ observations: Observations) -> Table {
    Table(
      [.words("set")] + Self.publishedModels.map { .number($0) },
      rows: observations.levels(of: Self.factors[0]).map { set in
        [set.text]
          + (Variant(rawValue: set.text).flatMap { Self.published[$0] }
            ?? Self.publishedModels.map { _ in "–" })
      })
  }

  func verdict(_ observations: Observations) -> Verdict {
    let sets = observations.levels(of: Self.factors[0])
    let gains = sets.map { set in
      Sample(observations.differences(of: .testError, [set, Self.denoising], minus: [set, Self.copying])).mean
    }
    func error(_ set: Level, _ model: Level) -> String {
      Quantity.testError.text(observations.mean(of: .testError, at: [set, model]))
    }
    let figures = sets.map { "\($0): \(error($0, Self.denoising)) against \(error($0, Self.copying))" }
    return Verdict(
      gains.map { $0 < 0 },
      "Test error of the stack that denoises against the one that copies: \(figures.joined(separator: ", "))."
    )
  }
}
