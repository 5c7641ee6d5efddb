internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataSession

/// Every noise at its best level, and what else keeps an autoencoder from copying.
struct NoiseKinds: Experiment {
  let name = "noise-kinds"
  let choosesByValidation = true
  let claim = "Flipping bits or adding Gaussian noise is just as fine as masking."

  func recipe(isQuick: Bool) -> Recipe { .forExperiments(isQuick: isQuick).with(units: [500]) }

  static let validationError = Quantity.share("validation error", decimals: 2)
  /// Test errors that are no further apart are as fine as each other: one standard error of 5 % wrong among
  /// 10,000 images, √(0.05 · 0.95 / 10,000), is 0.2 %.
  private static let margin = 0.2

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["training", "setting"], quantities: [Self.validationError, .testError])
    var undoings: [ImageGrid.Undoing] = []
    let test = try laboratory.dataset.test.features
    let clean = test.matrix(rows: 0..<min(8, test.rows))
    for contender in Contender.all(isQuick: laboratory.isQuick) {
      let best = try compare(contender, laboratory, &observations)
      guard let noise = best.noise else { continue }
      undoings.append(try undoing(noise, of: best.change(laboratory.recipe), clean, laboratory))
    }
    var findings = Findings(verdict(observations), observations)
    if let plain = observations.conditions.first { findings.control = { $0 == plain ? nil : plain } }
    findings.tables = [
      .init(
        "table", observations.table(),
        caption: "Errors after fine-tuning; the test error of each one's best setting by validation error")
    ]
    findings.charts = [chart(observations)]
    findings.pictures = [try picture(clean, undoings, laboratory)]
    findings.notes = [
      "One layer, pretrained with the noise or its rival, then trained end to end on clean images, without "
        + "either. The setting of each was chosen by the mean validation error over the seeds; only then was "
        + "the test error looked at. Rivals: weight decay λ, the contractive penalty λ (Rifai et al. 2011), "
        + "and sparsity with the weight β (KL divergence from a mean activity of "
        + "\(percent(laboratory.recipe.stack.sparsity.values[0]))).",
      "As fine as masking: a mean test error of at most \(Quantity.testError.text(Self.margin)) more, one "
        + "standard error of 5 % wrong among 10,000 images.",
    ]
    return findings
  }

  /// Trains a contender in each of its settings, records the errors, and returns the best setting; one in
  /// which a loss is no longer a number is left out.
  ///
  /// - Throws: `InputError` when that is so in every setting.
  func compare(
    _ contender: Contender, _ laboratory: Laboratory, _ observations: inout Observations
  ) throws -> Contender.Setting {
    func classifier(_ setting: Contender.Setting, _ seed: UInt64) throws -> Classifier {
      try laboratory.classifier(of: setting.change(laboratory.recipe), seed: seed)
    }
    var tried: [(setting: Contender.Setting, errors: [Double])] = []
    var divergence: InputError?
    for setting in contender.settings {
      let name = "\(contender.name) \(setting.name)"
      var errors: [Double] = []
      do {
        try laboratory.forEachSeed(name) { seed in
          errors.append(try laboratory.validationError(of: classifier(setting, seed)))
        }
        tried.append((setting, errors))
      } catch let error as InputError where error.kind == .numericalFailure {
        laboratory.console.say("left out", "\(name): \(error.wordsOfProgram)")
        divergence = error
      }
    }
    let best = tried.indices.min { Sample(tried[$0].errors).mean < Sample(tried[$1].errors).mean }
    guard let best else {
      guard let divergence else { preconditionFailure("a contender without a setting") }
      throw divergence
    }
    for (index, (setting, errors)) in tried.enumerated() {
      for (seed, error) in zip(laboratory.seeds, errors) {
        var values = [Self.validationError: error]
        // A test error is looked at once the setting is chosen, never before.
        if index == best { values[.testError] = try laboratory.testError(of: classifier(setting, seed)) }
        observations.record([Level(contender.name), Level(setting.name)], seed: seed, values)
      }
    }
    return tried[best].setting
  }

  /// Test images under a noise, and what the first layer of a recipe makes of them.
  private func undoing(
    _ noise: Corruption, of recipe: Recipe, _ clean: Matrix, _ laboratory: Laboratory
  ) throws -> ImageGrid.Undoing {
    let seed = laboratory.seeds[0]
    let noisy = try laboratory.corrupted(clean, by: noise, seed: seed)
    let stack = try laboratory.stack(of: recipe, seed: seed)
    return ImageGrid.Undoing(
      noise.description, corrupted: noisy,
      reconstructed: try laboratory.reconstructions(stack, of: noisy))
  }

  private func picture(
    _ clean: Matrix, _ undoings: [ImageGrid.Undoing], _ laboratory: Laboratory
  ) throws -> Picture {
    let dataset = try laboratory.dataset
    let grid = try ImageGrid.reconstructions(
      clean: clean, noises: undoings, width: dataset.imageSide.width, height: dataset.imageSide.height)
    return .init(
      "noises", grid,
      caption: "Test images, under each noise at its best level, and what the layer that was trained with it "
        + "makes of them.")
  }

  func verdict(_ observations: Observations) -> Verdict {
    let chosen = chosen(among: observations)
    func error(_ kind: Corruption.Kind) -> Double? {
      chosen.first { $0.levels[0].text == kind.rawValue }?.error.mean
    }
    guard let masking = error(.masking) else { preconditionFailure("masking is one of all kinds") }
    let tests = [Corruption.Kind.bitFlip, .gaussian].map { (error($0) ?? 100) <= masking + Self.margin }
    let figures = chosen.map { "\($0.name) \(Quantity.testError.text($0.error.mean))" }
    return Verdict(tests, "Test error at the best setting: \(figures.joined(separator: ", ")).")
  }

  /// The best setting of each: the one that has a test error.
  private func chosen(
    among observations: Observations
  ) -> [(levels: [Level], name: String, error: Sample)] {
    observations.conditions.compactMap { levels in
      observations.summary(of: .testError, at: levels).map {
        (levels, levels.map(\.text).filter { $0 != Contender.noSetting }.joined(separator: " "), $0)
      }
    }
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let chosen = chosen(among: observations)
    let chart = BarChart(
      "Test error by noise and its rivals, each at its best setting",
      axis: ChartAxis("test error", format: .percent), categories: chosen.map(\.name),
      groups: [
        .init("test error", bars: chosen.map(\.error.bar))
      ])
    return .init("noise-kinds", chart.svg, caption: "Whiskers: the least and the greatest of the seeds.")
  }
}
