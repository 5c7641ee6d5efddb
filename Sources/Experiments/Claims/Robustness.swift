internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataRecipes

/// Test images that get worse and worse.
struct Robustness: Experiment {
  let name = "robustness"
  let claim = "Denoising makes the model robust to the corruption that it meets at test time."

  func recipe(isQuick: Bool) -> Recipe { .forExperiments(isQuick: isQuick) }

  static let models: [Level] = ["logistic regression", "random init", "stacked DAE"]
  private static let kinds: [Corruption.Kind] = [.masking, .bitFlip, .gaussian]
  private static let levels: [Float] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["noise", "level", "model"], quantities: [.testError])
    try laboratory.forEachSeed("three models under noise") { seed in
      let models = [
        try laboratory.logisticRegression(),
        try laboratory.classifier(isPretrained: false, seed: seed),
        try laboratory.classifier(isPretrained: true, seed: seed),
      ]
      for kind in Self.kinds {
        for level in Self.levels {
          let test = try laboratory.dataset.test
          let noisy = try LabelledFeatures(
            try laboratory.corrupted(test.features, by: Corruption(kind, level: level), seed: seed),
            labels: test.labels)
          for (name, model) in zip(Self.models, models) {
            let error = try model.evaluate(on: noisy, execution: laboratory.execution).error.percent
            observations.record(
              [Level(kind.rawValue), Level(share: level), name], seed: seed, [.testError: error])
          }
        }
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("model", with: Self.models[1])
    findings.tables = Self.kinds.map { kind in
      .init(
        "table-\(kind.rawValue)",
        observations.table(of: .testError, across: "model", fixed: ["noise": Level(kind.rawValue)]),
        caption: "Test error in percent under \(kind.rawValue) noise on the test images only")
    }
    findings.charts = Self.kinds.map { chart(observations, $0) }
    findings.notes = [
      "The three models never see noise of these kinds with labels: the stacked DAE met masking noise of "
        + "25 % while it was pretrained, and was then fine-tuned on clean images, as the same network from "
        + "random weights was. A level is the probability that a pixel is hit; of Gaussian noise it is the "
        + "standard deviation, 10 % being 0.1. With more than half of the bits flipped an image is its negative."
    ]
    return findings
  }

  func verdict(_ observations: Observations) -> Verdict {
    let noisy = Self.kinds.flatMap { kind in
      Self.levels.dropFirst().map { [Level(kind.rawValue), Level(share: $0)] }
    }
    let tests = noisy.map { levels in
      let differences = observations.differences(
        of: .testError, levels + ["stacked DAE"], minus: levels + ["random init"])
      return differences.reduce(0, +) < 0
    }
    func error(_ kind: Corruption.Kind, _ model: Level) -> String {
      Quantity.testError.text(
        observations.mean(of: .testError, at: [Level(kind.rawValue), Level(share: 0.3), model]))
    }
    let figures = Self.kinds.map { kind in
      "\(kind.rawValue) \(error(kind, "stacked DAE")), \(error(kind, "random init")) and "
        + error(kind, "logistic regression")
    }
    return Verdict(
      tests,
      "The pretrained network errs less than the same one from random weights in \(tests.count { $0 }) of "
        + "\(tests.count) kinds and levels of noise. At 30 %, stacked DAE, random init and logistic "
        + "regression: \(figures.joined(separator: "; ")).")
  }

  private func chart(
    _ observations: Observations, _ kind: Corruption.Kind
  ) -> Findings.Exhibit<String> {
    let series = Self.models.map { model in
      LineChart.Series(
        model.text,
        points: Self.levels.map { Level(share: $0) }.compactMap { level in
          observations.summary(of: .testError, at: [Level(kind.rawValue), level, model])?
            .point(at: level)
        })
    }
    let chart = LineChart(
      "Test error under \(kind.rawValue) noise", x: ChartAxis("level of the noise", format: .share),
      y: ChartAxis("test error", format: .percent), series: series)
    return .init(
      "robustness-\(kind.rawValue)", chart.svg,
      caption: "Test images with \(kind.rawValue) noise; bands: the least and the greatest of the seeds.")
  }
}
