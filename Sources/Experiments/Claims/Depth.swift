internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataRecipes

/// One to four layers, pretrained and from random weights.
struct Depth: Experiment {
  let name = "depth"
  let claim =
    "Another layer learns more complex interactions; pretrained, then trained end to end, depth helps."

  func recipe(isQuick: Bool) -> Recipe {
    .forExperiments(isQuick: isQuick).with(units: [500, 500, 500, 500])
  }

  private static let starts: [Level] = ["pretrained", "random init"]

  func run(in laboratory: Laboratory) throws -> Findings {
    let units = laboratory.recipe.stack.units
    var observations = Observations(factors: ["layers", "start"], quantities: [.testError])
    for count in 1...units.count {
      let recipe = laboratory.recipe.with(units: Array(units.prefix(count)))
      for start in Self.starts {
        try laboratory.forEachSeed("\(count) layer\(count == 1 ? "" : "s"), \(start)") { seed in
          let classifier = try laboratory.classifier(
            of: recipe, isPretrained: start == Self.starts[0], seed: seed)
          observations.record(
            [Level(count), start], seed: seed, [.testError: try laboratory.testError(of: classifier)])
        }
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("start", with: Self.starts[1])
    findings.tables = [
      .init(
        "table", observations.table(of: .testError, across: "start"),
        caption: "Test error in percent by depth, all trained end to end")
    ]
    findings.charts = [chart(observations)]
    findings.notes = [
      "Both starts have the same shape, training and order of examples; they differ in the weights that "
        + "training end to end begins with."
    ]
    return findings
  }

  func verdict(_ observations: Observations) -> Verdict {
    let depths = observations.levels(of: "layers")
    func mean(_ depth: Level, _ start: Level) -> Double {
      observations.mean(of: .testError, at: [depth, start])
    }
    let best = depths.min { mean($0, Self.starts[0]) < mean($1, Self.starts[0]) } ?? depths[0]
    let pretrainingHelps = depths.map { depth in
      observations.differences(of: .testError, [depth, Self.starts[0]], minus: [depth, Self.starts[1]])
        .allSatisfy { $0 < 0 }
    }
    let figures = depths.map { depth in
      "\(depth): \(Self.starts.map { Quantity.testError.text(mean(depth, $0)) }.joined(separator: " against "))"
    }
    return Verdict(
      [best != depths[0]] + pretrainingHelps,
      "Test error by depth, pretrained against random init: \(figures.joined(separator: ", ")).")
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let series = Self.starts.map { start in
      LineChart.Series(
        start.text,
        points: observations.levels(of: "layers").compactMap { depth in
          observations.summary(of: .testError, at: [depth, start])?.point(at: depth)
        }, uncertainty: .whiskers)
    }
    let chart = LineChart(
      "Test error by depth", x: ChartAxis("hidden layers"), y: ChartAxis("test error", format: .percent),
      series: series)
    return .init(
      "depth", chart.svg, caption: "Whiskers: the least and the greatest of the seeds.")
  }
}
