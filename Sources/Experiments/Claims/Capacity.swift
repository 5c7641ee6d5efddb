internal import Datasets
internal import LayerGraph
internal import LinearAlgebra
internal import Pipeline
internal import Reports

/// Reconstruction of images that were and were not trained on, from small to large hidden layers.
struct Capacity: Experiment {
  let name = "capacity"
  let claim = "Overfitting can happen in overcomplete and in undercomplete autoencoders."

  func recipe(isQuick: Bool) -> Recipe {
    var recipe = Recipe.forExperiments(isQuick: isQuick).with(units: [500])
    // So few images are what can be learned by heart.
    recipe.limit = 1000
    recipe.pretraining.batchSize = PerLayer(20)
    recipe.pretraining.epochs = PerLayer(isQuick ? 20 : 100)
    return recipe
  }

  private static let train = Quantity("training images", unit: "nats", decimals: 1)
  private static let test = Quantity("test images", unit: "nats", decimals: 1)
  private static let gap = Quantity("difference", unit: "nats", decimals: 1)
  private static let levels: [Float] = [0, 0.25]

  private func widths(isQuick: Bool) -> [Int] {
    isQuick ? [25, 500, 2000] : [25, 100, 250, 500, 1000, 2000]
  }

  func run(in laboratory: Laboratory) throws -> Findings {
    let widths = widths(isQuick: laboratory.isQuick)
    var observations = Observations(
      factors: ["hidden units", "noise"], quantities: [Self.train, Self.test, Self.gap])
    for width in widths {
      for level in Self.levels {
        let recipe = laboratory.recipe.with(units: [width]).with(noise: .masking, level)
        try laboratory.forEachSeed("\(width) units, noise \(percent(level))") { seed in
          let stack = try laboratory.stack(of: recipe, seed: seed)
          let dataset = try laboratory.dataset
          let train = try laboratory.reconstructionLoss(stack, of: dataset.train.images)
          let test = try laboratory.reconstructionLoss(stack, of: dataset.test.images)
          observations.record(
            ["\(width)", percent(level)], seed: seed,
            [Self.train: train, Self.test: test, Self.gap: test - train])
        }
      }
    }
    let inputs = try laboratory.dataset.width
    var findings = Findings(verdict(observations, widths, inputs: inputs), observations)
    findings.tables = [
      .init(
        "table", observations.table(),
        caption: "Cross-entropy of an image that is shown without noise, \(inputs) inputs")
    ]
    findings.charts = Self.levels.map { chart(observations, widths, $0) }
    findings.notes = [
      "\(try laboratory.dataset.train.count) training images, presented "
        + "\(laboratory.recipe.pretraining.epochs.values[0]) times; all test images. Layers of fewer units "
        + "than inputs are undercomplete. Whatever the training noise, images are shown clean when they are "
        + "measured."
    ]
    return findings
  }

  private func verdict(_ observations: Observations, _ widths: [Int], inputs: Int) -> Verdict {
    func isOverfitted(_ width: Int) -> Bool {
      observations.values(of: Self.gap, at: ["\(width)", percent(0)]).allSatisfy { $0 > 0 }
    }
    func gap(_ width: Int, _ level: Float) -> Double {
      observations.mean(of: Self.gap, at: ["\(width)", percent(level)])
    }
    let under = widths.filter { $0 < inputs }
    let over = widths.filter { $0 >= inputs }
    let figures = [widths[0], widths[widths.count - 1]].map { width in
      "at \(width) units \(Self.gap.text(gap(width, 0))) (with noise \(Self.gap.text(gap(width, 0.25))))"
    }
    return Verdict(
      [under.allSatisfy(isOverfitted), over.allSatisfy(isOverfitted)],
      "Test images are reconstructed worse than training images in under- and in overcomplete layers: "
        + figures.joined(separator: ", ") + "; noise makes the difference smaller in "
        + "\(widths.count { gap($0, 0.25) < gap($0, 0) }) of \(widths.count) widths.")
  }

  private func chart(
    _ observations: Observations, _ widths: [Int], _ level: Float
  ) -> Findings.Exhibit<String> {
    let series = [Self.train, Self.test].map { quantity in
      LineChart.Series(
        quantity.name,
        points: widths.compactMap { width in
          observations.summary(of: quantity, at: ["\(width)", percent(level)]).map {
            LineChart.Point(Double(width), $0.mean, interval: $0.range)
          }
        })
    }
    let chart = LineChart(
      "Reconstruction after training with noise \(percent(level))",
      x: ChartAxis("hidden units", isLogarithmic: true), y: ChartAxis("cross-entropy, nats"),
      series: series)
    return .init(
      "capacity-\(Int(level * 100))", chart.svg,
      caption: "Trained with masking noise of \(percent(level)).")
  }
}
