internal import Foundation
internal import StrataAnalysis
internal import StrataCheckpoints
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// Patches of images with real values: edge detectors or not.
struct Edges: Experiment {
  let name = "edges"
  let claim =
    "Gaussian noise with real-valued inputs learns edge detectors; weight decay learns no regular pattern."

  /// `Models/edges.yml`.
  func recipe(isQuick: Bool) -> Recipe {
    var recipe = Recipe()
    recipe.name = "edges"
    recipe.stack.units = [100]
    recipe.stack.activation = .relu
    recipe.stack.corruption = PerLayer(CorruptionExpression([.init(.gaussian, level: 1.5)]))
    recipe.stack.loss = .squaredError
    recipe.stack.decoderActivation = .linear
    recipe.pretraining.optimizer = .adam
    recipe.pretraining.learningRate = PerLayer(0.003)
    recipe.pretraining.schedule = .linearDecay
    recipe.pretraining.weightDecay = 0.3
    recipe.pretraining.batchSize = PerLayer(100)
    recipe.pretraining.epochs = PerLayer(isQuick ? 20 : 40)
    recipe.limit = .atMost(isQuick ? 25000 : 50000)
    return recipe
  }

  private static let side = 12
  /// Olshausen's photographs, which the published figure is made of, were whitened with the highest
  /// frequencies damped; this does that to any images.
  private static let normalization = PatchNormalization.Method.whitened(regularization: 1)
  static let explained = Quantity("Gabor fit, median R²")
  static let edges = Quantity.share("edges", decimals: 0)
  static let loss = Quantity("squared error")

  /// What each arm keeps of the recipe's noise and weight decay.
  private struct Arm {
    let name: String
    let keepsNoise: Bool
    let keepsDecay: Bool
  }
  private static let arms = [
    Arm(name: "neither", keepsNoise: false, keepsDecay: false),
    Arm(name: "weight decay", keepsNoise: false, keepsDecay: true),
    Arm(name: "gaussian noise", keepsNoise: true, keepsDecay: false),
  ]

  var takesDataset: Bool { false }
  var takesImages: Bool { true }

  func data(in laboratory: Laboratory) throws -> RunRecord.Dataset {
    let (patches, title) = try patches(laboratory, seed: laboratory.recipe.seed)
    return RunRecord.Dataset(
      name: "12 × 12 patches of \(title)", sha256: patches.checksum, train: patches.rows, validation: 0,
      test: 0)
  }

  func inputs(in laboratory: Laboratory) -> Int { Self.side * Self.side }

  func run(in laboratory: Laboratory) throws -> Findings {
    var observations = Observations(
      factors: ["training"], quantities: [Self.edges, Self.explained, Self.loss])
    var panels: [Picture.Panel] = []
    var scores: [[Double]] = []
    var title = ""
    try laboratory.forEachSeed("with noise, with weight decay, with neither") { seed in
      let (patches, source) = try patches(laboratory, seed: seed)
      title = source
      for arm in Self.arms {
        let stack = try laboratory.shelf.stack(
          of: recipe(of: arm, laboratory), on: patches, seed: seed, execution: laboratory.execution,
          laboratory.options)
        let weight = stack.firstWeight
        let fits = (0..<weight.columns).map {
          GaborFit(of: weight.column($0), width: Self.side, height: Self.side)
        }
        observations.record(
          [Level(arm.name)], seed: seed,
          [
            Self.edges: 100 * Double(fits.count(where: \.isLocalizedEdge)) / Double(fits.count),
            Self.explained: Quantiles(fits.map(\.explained)).median,
            Self.loss: try laboratory.reconstructionLoss(stack, of: patches),
          ])
        guard seed == laboratory.seeds[0] else { continue }
        scores.append(fits.map(\.explained))
        let grid = try ImageGrid.filters(
          of: weight, units: Array(0..<min(100, weight.columns)), width: Self.side, height: Self.side,
          magnification: 4)
        panels.append(.init(arm.name, grid))
      }
    }
    var findings = Findings(verdict(observations), observations)
    findings.compare("training", with: Level(Self.arms[0].name))
    findings.tables = [
      .init("table", observations.table(), caption: "Filters of 12 × 12 patches of \(title)")
    ]
    findings.charts = [chart(scores)]
    findings.pictures = [
      .init(
        "edges", panels,
        caption: "w/‖w‖ of each unit, each on its own scale; patches of \(title).")
    ]
    findings.notes = try notes(title, laboratory.recipe)
    return findings
  }

  private func recipe(of arm: Arm, _ laboratory: Laboratory) -> Recipe {
    laboratory.recipe.changing {
      if !arm.keepsNoise { $0.stack.corruption = PerLayer(.none) }
      if !arm.keepsDecay { $0.pretraining.weightDecay = 0 }
    }
  }

  /// The patches of a seed, as the network sees them, and where they are from.
  private func patches(_ laboratory: Laboratory, seed: UInt64) throws -> (Matrix, String) {
    let images: [GreyImage]
    let title: String
    if let path = laboratory.images {
      images = try ImageFiles.read(URL(userPath: path))
      title = "the images of \(path)"
    } else {
      images = DeadLeaves().images(count: laboratory.isQuick ? 10 : 40, seed: seed)
      title = "dead-leaves images (discs that hide one another, generated)"
    }
    let raw = try PatchSampler(side: Self.side).patches(
      count: laboratory.recipe.limit.count ?? 50000, from: images, seed: seed)
    return (try PatchNormalization(Self.normalization, of: raw).normalized(raw), title)
  }

  func verdict(_ observations: Observations) -> Verdict {
    let names = Self.arms.map(\.name)
    func share(_ name: String) -> Double { observations.mean(of: Self.edges, at: [Level(name)]) }
    let (neither, decay, noise) = (share(names[0]), share(names[1]), share(names[2]))
    return Verdict(
      [noise > 50, decay < 50, noise > neither],
      "A Gabor function explains at least \(Int(100 * GaborFit.threshold)) % of "
        + "\(Self.edges.text(noise)) of the filters with Gaussian noise, of \(Self.edges.text(decay)) with "
        + "weight decay and of \(Self.edges.text(neither)) with neither.")
  }

  private func chart(_ scores: [[Double]]) -> Findings.Exhibit<String> {
    let chart = DistributionChart(
      "How well a Gabor function fits each filter", axis: ChartAxis("R² of the fit", range: 0...1),
      groups: zip(Self.arms, scores).map { .init($0.name, values: $1) })
    return .init("gabor-fits", chart.svg, caption: "All units, first seed; the line is the median.")
  }

  private func notes(_ title: String, _ recipe: Recipe) throws -> [String] {
    let noise = try recipe.greedyPretraining().layers[0].autoencoder.noise
    return [
      "Patches of \(title): each less its mean, whitened with the highest frequencies damped (ZCA, "
        + "regularization 1), divided by the standard deviation of all, cut off at ±3. \(recipe.stack.activation) "
        + "units, linear decoder, tied weights, squared error. With noise: "
        + "\(noise), the pixels' standard deviation being 1; with weight decay: λ = "
        + "\(recipe.pretraining.weightDecay). Neither has the other.",
      "A filter counts as an edge when the best Gabor function (a wave under a Gaussian envelope, eight "
        + "parameters) explains \(Int(100 * GaborFit.threshold)) % of its energy, has a direction, and covers no more "
        + "than a third of the patch: no filter of white noise passes, and at most 6 % of smooth noise.",
    ]
  }
}
