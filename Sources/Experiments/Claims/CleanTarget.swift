internal import StrataAnalysis
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes

/// Trained against the clean x and against the corrupted x̃.
struct CleanTarget: Experiment {
  let name = "clean-target"
  let claim =
    "Compare the reconstruction with the clean input: against the corrupted one the network just memorises."

  func recipe(isQuick: Bool) -> Recipe { .forExperiments(isQuick: isQuick).with(units: [500]) }

  static let identity = Quantity("identity share", decimals: 3)
  static let recovered = Quantity("masked ink recovered", unit: "%", decimals: 1)
  static let error = Quantity.share("error of frozen features", decimals: 2)
  static let loss = Quantity("loss of clean images", unit: "nats")
  private static let levels: [Float] = [0, 0.25, 0.5]
  /// Every model is shown the same noise afterwards, whatever it was trained with.
  static let probe = Corruption.masking(0.25)

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["noise", "compared with"],
      quantities: [Self.identity, Self.recovered, Self.error, Self.loss])
    for level in Self.levels {
      // Without noise there is nothing to choose.
      for target in level == 0 ? [DenoisingAutoencoder.Target.clean] : DenoisingAutoencoder.Target.allCases {
        let words = level == 0 ? "the input" : "the \(target.rawValue) input"
        try laboratory.forEachSeed("noise \(percent(level)), against \(words)") { seed in
          let stack = try stack(level, target, seed: seed, laboratory)
          observations.record(
            [Level(share: level), Level(words)], seed: seed, try measure(stack, laboratory, seed))
        }
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("compared with", with: "the corrupted input")
    findings.tables = [
      .init("table", observations.table(), caption: "Masking noise, one layer of 500 units")
    ]
    findings.charts = [chart(observations)]
    findings.pictures = [try picture(laboratory)]
    findings.notes = [
      "Identity share: the part of the reconstruction's squared sensitivity to all inputs that falls on the "
        + "same pixel, over 200 test images; a map that copies has 1.",
      "Masked ink recovered: test images are masked with probability 25 %; of the ink that was hidden, the "
        + "share that the reconstruction shows. A copy shows none of it.",
      "Error of frozen features: logistic regression on the codes of the clean images, test error. Loss "
        + "of clean images: cross-entropy of clean test images that are shown without noise.",
    ]
    return findings
  }

  func stack(
    _ level: Float, _ target: DenoisingAutoencoder.Target, seed: UInt64, _ laboratory: Laboratory
  ) throws -> LayerGraph {
    let recipe = laboratory.recipe.with(noise: .masking, level).changing { $0.stack.target = target }
    return try laboratory.stack(of: recipe, seed: seed)
  }

  private func measure(
    _ stack: LayerGraph, _ laboratory: Laboratory, _ seed: UInt64
  ) throws -> [Quantity: Double] {
    let test = try laboratory.dataset.test.features
    let clean = test.matrix(rows: 0..<min(2000, test.rows))
    let noisy = try laboratory.corrupted(clean, by: Self.probe, seed: seed)
    let reconstructed = try laboratory.reconstructions(stack, of: noisy)
    return [
      Self.identity: try stack.identityShare(
        for: test.matrix(rows: 0..<min(200, test.rows)), execution: laboratory.execution),
      Self.recovered: 100 * hiddenInk(shownBy: reconstructed, clean, noisy),
      Self.error: try laboratory.errorOfLogisticRegression(
        on: laboratory.codes(of: stack, at: NodeRole.code[0])),
      Self.loss: try laboratory.reconstructionLoss(stack, of: test),
    ]
  }

  /// Of the ink in pixels that noise set to zero, the share that is there again.
  private func hiddenInk(shownBy reconstructed: Matrix, _ clean: Matrix, _ noisy: Matrix) -> Double {
    var (shown, hidden) = (0.0, 0.0)
    for index in clean.elements.indices where clean.elements[index] > 0 && noisy.elements[index] == 0 {
      hidden += Double(clean.elements[index])
      shown += Double(min(reconstructed.elements[index], clean.elements[index]))
    }
    return hidden > 0 ? shown / hidden : 0
  }

  func verdict(_ observations: Observations) -> Verdict {
    let comparisons = Self.levels.dropFirst().map { Level(share: $0) }.map { level in
      (clean: [level, "the clean input"] as [Level], corrupted: [level, "the corrupted input"] as [Level])
    }
    let tests = comparisons.flatMap { pair in
      [
        observations.differences(of: Self.identity, pair.clean, minus: pair.corrupted),
        observations.differences(of: Self.recovered, pair.corrupted, minus: pair.clean),
        observations.differences(of: Self.error, pair.clean, minus: pair.corrupted),
      ].map { $0.allSatisfy { $0 < 0 } }
    }
    let pair = comparisons[0]
    func text(_ quantity: Quantity, _ levels: [Level]) -> String {
      quantity.text(observations.mean(of: quantity, at: levels))
    }
    return Verdict(
      tests,
      "At 25 % noise, \(text(Self.recovered, pair.clean)) of the hidden ink comes back with the clean target "
        + "and \(text(Self.recovered, pair.corrupted)) with the corrupted one; the identity's share is "
        + "\(text(Self.identity, pair.clean)) against \(text(Self.identity, pair.corrupted)), the error of "
        + "frozen features \(text(Self.error, pair.clean)) against \(text(Self.error, pair.corrupted)).")
  }
}
