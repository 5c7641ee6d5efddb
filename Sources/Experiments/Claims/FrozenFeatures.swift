internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes

/// What a linear classifier makes of raw pixels and of learned features.
struct FrozenFeatures: Experiment {
  let name = "features"
  let choosesByValidation = true
  let claim =
    "A learned representation of, say, 100 dimensions serves an SVM better than the 784 raw pixels."

  func recipe(isQuick: Bool) -> Recipe { .forExperiments(isQuick: isQuick) }

  static let logistic = Quantity.share("logistic regression", decimals: 2)
  static let machine = Quantity.share("linear SVM", decimals: 2)
  private static let tuned = Quantity.share("fine-tuned", decimals: 2)
  /// The lecture's k.
  static let few = 100

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["features", "dimensions"], quantities: [Self.logistic, Self.machine, Self.tuned])
    let narrow = laboratory.recipe.with(units: [Self.few])
    try laboratory.forEachSeed("pixels and codes") { seed in
      let dataset = try laboratory.dataset
      func measure(_ name: String, _ codes: FrozenCodes) throws {
        observations.record(
          [Level(name), Level(codes.width)], seed: seed,
          [
            Self.logistic: try laboratory.errorOfLogisticRegression(on: codes),
            Self.machine: try laboratory.errorOfLinearSVM(on: codes, seed: seed),
          ])
      }
      try measure("raw pixels", FrozenCodes(dataset) { $0.features })
      try measure(
        "one narrow layer",
        laboratory.codes(of: laboratory.stack(of: narrow, seed: seed), at: NodeRole.code[0]))
      let stack = try laboratory.stack(seed: seed)
      for layer in laboratory.recipe.stack.units.indices {
        try measure("layer \(layer + 1)", laboratory.codes(of: stack, at: NodeRole.code[layer]))
      }
      let classifier = try laboratory.classifier(seed: seed)
      observations.record(
        ["the whole, end to end", Level(dataset.width)], seed: seed,
        [Self.tuned: try laboratory.testError(of: classifier)])
    }
    var findings = Findings(verdict(observations), observations)
    if let raw = observations.conditions.first { findings.control = { $0 == raw ? nil : raw } }
    findings.tables = [
      .init("table", observations.table(), caption: "Test error in percent of classifiers on frozen features")
    ]
    findings.charts = [chart(observations)]
    findings.notes = [
      "Features are learned without labels and then left as they are; only the linear classifier on top of "
        + "them sees labels. In the last row the whole network was trained end to end."
    ]
    return findings
  }

  func verdict(_ observations: Observations) -> Verdict {
    let raw: [Level] = ["raw pixels", observations.conditions[0][1]]
    let narrow: [Level] = ["one narrow layer", Level(Self.few)]
    func isBetter(_ quantity: Quantity) -> Bool {
      observations.differences(of: quantity, narrow, minus: raw).allSatisfy { $0 < 0 }
    }
    func error(_ levels: [Level]) -> String {
      Self.machine.text(observations.mean(of: Self.machine, at: levels))
    }
    let layers = observations.conditions.filter { $0[0].text.hasPrefix("layer ") }
    let figures = layers.map { "\(error($0)) with the \($0[1]) of \($0[0])" }
    return Verdict(
      [isBetter(Self.machine), isBetter(Self.logistic)],
      ([
        "The linear SVM errs on \(error(raw)) of the test images with the \(raw[1]) raw pixels, on "
          + "\(error(narrow)) with \(Self.few) learned features"
      ] + figures).joined(separator: ", ") + ".")
  }

  private func chart(_ observations: Observations) -> Findings.Exhibit<String> {
    let conditions = observations.conditions
    let groups = observations.quantities.map { quantity in
      BarChart.Group(
        quantity.name,
        bars: conditions.map { observations.summary(of: quantity, at: $0)?.bar })
    }
    let chart = BarChart(
      "Test error by features", axis: ChartAxis("test error", format: .percent),
      categories: conditions.map { "\($0[0]) (\($0[1]))" }, groups: groups)
    return .init(
      "features", chart.svg,
      caption: "In parentheses the dimensions; whiskers: the least and the greatest of the seeds.")
  }
}
