internal import StrataAnalysis
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes

/// What the first layer's units look for, with more and more noise.
struct Filters: Experiment {
  let name = "filters"
  let claim =
    "With noise the filters turn into strokes, with more noise into larger ones; the weights need not be small."

  /// `Models/filters.yml`.
  func recipe(isQuick: Bool) -> Recipe {
    var recipe = Recipe.forExperiments(isQuick: isQuick).with(units: [500])
    recipe.name = "filters"
    recipe.pretraining.batchSize = PerLayer(20)
    recipe.pretraining.learningRate = PerLayer(0.1)
    recipe.pretraining.epochs = PerLayer(isQuick ? 15 : 40)
    return recipe
  }

  /// One way of training.
  private struct Arm {
    let name: String
    let noise: Float
    var weightDecay: Float = 0
  }
  private static let arms = [
    Arm(name: "no noise", noise: 0), Arm(name: "noise 25 %", noise: 0.25),
    Arm(name: "noise 50 %", noise: 0.5), Arm(name: "weight decay", noise: 0, weightDecay: 0.002),
  ]

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["training"],
      quantities: [Self.strokes, Self.blobs] + Self.measures.map(\.quantity)
        + [Self.deviationOfNorm, Self.dead])
    var shapes: [[FilterShape]] = []
    var grids: [ImageGrid] = []
    for arm in Self.arms {
      let recipe = laboratory.recipe.with(noise: .masking, arm.noise)
        .changing { $0.pretraining.weightDecay = arm.weightDecay }
      try laboratory.forEachSeed(arm.name) { seed in
        let (weight, activity) = try trained(recipe, seed, laboratory)
        let dataset = try laboratory.dataset
        let filters = FilterStatistics(
          of: weight, width: dataset.imageSide.width, height: dataset.imageSide.height
        ).filters
        observations.record([Level(arm.name)], seed: seed, measure(filters, activity))
        guard seed == laboratory.seeds[0] else { return }
        shapes.append(filters)
        let shown = min(100, weight.columns)
        grids.append(
          try .filters(
            of: weight, units: Array(0..<shown), width: dataset.imageSide.width,
            height: dataset.imageSide.height,
            magnification: 2))
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("training", with: Level(Self.arms[0].name))
    findings.tables = [
      .init(
        "shapes",
        observations.table(of: [Self.strokes, Self.blobs] + Self.measures.dropLast().map(\.quantity)),
        caption:
          "First layer's filters: how many are strokes or blobs, the strokes' medians, the spread's median over "
          + "all units"),
      .init(
        "weights", observations.table(of: [Self.norm, Self.deviationOfNorm, Self.dead]),
        caption: "Their norms, the median and the spread over the units, and units that do not vary"),
    ]
    findings.charts = charts(shapes)
    findings.pictures = [picture(grids)]
    findings.notes = notes
    return findings
  }

  private func trained(
    _ recipe: Recipe, _ seed: UInt64, _ laboratory: Laboratory
  ) throws -> (weight: Matrix, activity: UnitActivity) {
    let stack = try laboratory.stack(of: recipe, seed: seed)
    let codes = try stack.features(of: NodeRole.code[0])
      .values(of: NodeRole.code[0], for: laboratory.dataset.test.features, execution: laboratory.execution)
    return (stack.firstWeight, UnitActivity(of: codes))
  }

  func verdict(_ observations: Observations) -> Verdict {
    let names = Self.arms.map { Level($0.name) }
    func grows(_ quantity: Quantity, from: Int, to: Int) -> Bool {
      let differences = observations.differences(of: quantity, [names[to]], minus: [names[from]])
      return !differences.isEmpty && differences.allSatisfy { $0 > 0 }
    }
    func text(_ quantity: Quantity, _ arms: ClosedRange<Int>) -> String {
      arms.map { observations.summary(of: quantity, at: [names[$0]]).map { quantity.text($0.mean) } ?? "–" }
        .joined(separator: ", ")
    }
    return Verdict(
      [
        grows(Self.strokes, from: 0, to: 1), grows(Self.strokes, from: 3, to: 1),
        grows(Self.width, from: 1, to: 2), grows(Self.length, from: 1, to: 2),
        grows(Self.norm, from: 3, to: 1),
      ],
      "At noise 0, 25 and 50 %, \(text(Self.strokes, 0...2)) of the filters are strokes, under weight decay "
        + "\(text(Self.strokes, 3...3)). At noise 25 and 50 % strokes are \(text(Self.width, 1...2)) wide and "
        + "\(text(Self.length, 1...2)) long. The median norm is \(text(Self.norm, 0...2)), under weight decay "
        + "\(text(Self.norm, 3...3)).")
  }

  private func charts(_ shapes: [[FilterShape]]) -> [Findings.Exhibit<String>] {
    Self.measures.map { measure in
      let chart = DistributionChart(
        "The filters' \(measure.quantity.name)", axis: ChartAxis(measure.quantity.title),
        groups: zip(Self.arms, shapes).map { .init($0.name, values: measure.values(of: $1)) })
      return .init(
        measure.quantity.name.replacing(" ", with: "-"), chart.svg,
        caption: "\(measure.isOfStrokes ? "Strokes" : "All units"), first seed; the line is the median.")
    }
  }

  private func picture(_ grids: [ImageGrid]) -> Picture {
    .init(
      "filters", zip(Self.arms, grids).map { .init($0.name, $1) },
      caption: "For the same units, from the same initial weights, the input of norm one that excites each "
        + "most, w/‖w‖: each on its own scale.")
  }

  private static func percent(_ share: Double) -> String { "\(String(100 * share, decimals: 1)) %" }

  private let notes = [
    "All arms begin with the same weights and see the images in the same order. A filter is a stroke when one "
      + "place in it holds \(Self.percent(FilterKind.leastConcentration)) of its energy, covers at most "
      + "\(Self.percent(FilterKind.mostCoverage)) of the image and is at least "
      + "\(FilterKind.leastElongation) times as long as wide; a blob when that place is not so long.",
    "Stroke width and length are the filter's full width at half maximum of the autocorrelation, in the "
      + "direction in which that is narrowest and widest; spread is the standard deviation of the position of "
      + "its energy. A unit is dead when its code hardly varies over the test images (variance below 1e-4).",
  ]
}
