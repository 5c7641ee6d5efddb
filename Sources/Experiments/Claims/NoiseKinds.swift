internal import Classifiers
internal import LayerGraph
internal import Pipeline
internal import Reports

/// Every noise at its best level.
struct NoiseKinds: Experiment {
  let name = "noise-kinds"
  let claim = "Flipping bits or adding Gaussian noise is just as fine as masking."

  func recipe(isQuick: Bool) -> Recipe { .forExperiments(isQuick: isQuick).with(units: [500]) }

  private static let validationError = Quantity("validation error", unit: "%")
  private static let none = "none"

  private static func levels(of kind: Corruption.Kind) -> [Float] {
    switch kind {
    case .masking, .saltAndPepper: [0.1, 0.25, 0.4]
    case .bitFlip: [0.05, 0.1, 0.2]
    case .gaussian: [0.15, 0.3, 0.5]
    case .swap: [0.05, 0.15, 0.3]
    }
  }

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["noise", "level"], quantities: [Self.validationError, .testError])
    func classifier(_ kind: Corruption.Kind, _ level: Float, _ seed: UInt64) throws -> Classifier {
      try laboratory.classifier(of: laboratory.recipe.with(noise: kind, level), seed: seed)
    }
    try laboratory.forEachSeed("no noise") { seed in
      let plain = try classifier(.masking, 0, seed)
      observations.record(
        [Self.none, "–"], seed: seed,
        [
          Self.validationError: try laboratory.validationError(of: plain),
          .testError: try laboratory.testError(of: plain),
        ])
    }
    var chosen: [(kind: Corruption.Kind, level: Float)] = []
    for kind in Corruption.Kind.allCases {
      let levels = Self.levels(of: kind)
      var errors: [Float: [Double]] = [:]
      for level in levels {
        try laboratory.forEachSeed("\(kind.rawValue) \(name(of: level, kind))") { seed in
          errors[level, default: []].append(
            try laboratory.validationError(of: classifier(kind, level, seed)))
        }
      }
      let means = errors.mapValues { Summary($0).mean }
      let best = levels.reduce(levels[0]) { means[$1, default: 100] < means[$0, default: 100] ? $1 : $0 }
      chosen.append((kind, best))
      for level in levels {
        for (seed, error) in zip(laboratory.seeds, errors[level, default: []]) {
          var values = [Self.validationError: error]
          // A test error is looked at once the level is chosen, never before.
          if level == best {
            values[.testError] = try laboratory.testError(of: classifier(kind, level, seed))
          }
          observations.record([kind.rawValue, name(of: level, kind)], seed: seed, values)
        }
      }
    }
    var findings = Findings(verdict(observations, chosen), observations)
    findings.tables = [
      .init(
        "table", observations.table(),
        caption: "Errors after fine-tuning; the test error of each noise's best level by validation error")
    ]
    findings.charts = [chart(observations, chosen)]
    findings.notes = [
      "One layer, pretrained with the noise, then trained end to end on clean images. The level of each noise "
        + "was chosen by the mean validation error over the seeds; only then was the test error looked at."
    ]
    return findings
  }

  private func name(of level: Float, _ kind: Corruption.Kind) -> String {
    kind == .gaussian ? "σ \(level)" : percent(level)
  }

  private func verdict(
    _ observations: Observations, _ chosen: [(kind: Corruption.Kind, level: Float)]
  ) -> Verdict {
    func summary(_ kind: Corruption.Kind) -> Summary? {
      chosen.first { $0.kind == kind }.flatMap {
        observations.summary(of: .testError, at: [kind.rawValue, name(of: $0.level, kind)])
      }
    }
    guard let masking = summary(.masking) else { preconditionFailure("masking is one of all kinds") }
    // As fine: within the interval that 10,000 images leave, 0.2 percent.
    let tests = [Corruption.Kind.bitFlip, .gaussian].map { kind in
      summary(kind).map { $0.mean <= masking.mean + 0.2 } ?? false
    }
    let figures = chosen.compactMap { choice in
      summary(choice.kind).map {
        "\(choice.kind.rawValue) \(name(of: choice.level, choice.kind)) "
          + Quantity.testError.text($0.mean)
      }
    }
    let plain = observations.mean(of: .testError, at: [Self.none, "–"])
    return Verdict(
      tests,
      "Test error at the best level: \(figures.joined(separator: ", ")), without noise "
        + "\(Quantity.testError.text(plain)).")
  }

  private func chart(
    _ observations: Observations, _ chosen: [(kind: Corruption.Kind, level: Float)]
  ) -> Findings.Exhibit<String> {
    let conditions =
      [[Self.none, "–"]] + chosen.map { [$0.kind.rawValue, name(of: $0.level, $0.kind)] }
    let bars = conditions.map { levels in
      observations.summary(of: .testError, at: levels).map { BarChart.Bar($0.mean, interval: $0.range) }
    }
    let chart = BarChart(
      "Test error by noise, each at its best level", axis: ChartAxis("test error", format: .percent),
      categories: conditions.map { $0.joined(separator: " ") }, groups: [.init("test error", bars: bars)])
    return .init("noise-kinds", chart.svg, caption: "Whiskers: the least and the greatest of the seeds.")
  }
}
