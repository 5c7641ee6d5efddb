internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataRecipes

/// Reconstruction of images that were and were not trained on, from small to large hidden layers, as training
/// goes on and on.
struct Capacity: Experiment {
  let name = "capacity"
  let claim = "Overfitting can happen in overcomplete and in undercomplete autoencoders."

  func recipe(isQuick: Bool) -> Recipe {
    var recipe = Recipe.forExperiments(isQuick: isQuick).with(units: [500])
    // So few images, so many times, can be learned by heart.
    recipe.limit = .atMost(500)
    recipe.pretraining.batchSize = PerLayer(20)
    recipe.pretraining.epochs = PerLayer(isQuick ? 100 : 300)
    return recipe
  }

  static let train = Quantity("training images", unit: "nats", decimals: 1)
  static let test = Quantity("test images", unit: "nats", decimals: 1)
  static let gap = Quantity("difference", unit: "nats", decimals: 1)
  static let rise = Quantity("test over its lowest", unit: "%", decimals: 1)
  private static let levels: [Float] = [0, 0.25]
  /// A layer that ends so many percent above its lowest test loss has been trained for too long.
  private static let notable = 1.0

  private func widths(isQuick: Bool) -> [Int] {
    isQuick ? [25, 100, 1000] : [25, 100, 500, 1000, 2000]
  }

  func run(in laboratory: Laboratory) throws -> Findings {
    let widths = widths(isQuick: laboratory.isQuick)
    var course = Observations(
      factors: ["hidden units", "noise", "epochs"], quantities: [Self.train, Self.test])
    var end = Observations(
      factors: ["hidden units", "noise"], quantities: [Self.train, Self.test, Self.gap, Self.rise])
    for width in widths {
      for level in Self.levels {
        let levels = [Level(width), Level(share: level)]
        let recipe = laboratory.recipe.with(units: [width]).with(noise: .masking, level)
        try laboratory.forEachSeed("\(width) units, noise \(percent(level))") { seed in
          let losses = try losses(of: recipe, seed: seed, laboratory)
          for (epoch, loss) in losses {
            course.record(
              levels + [Level(epoch)], seed: seed, [Self.train: loss.train, Self.test: loss.test])
          }
          guard let last = losses.last?.loss, let rise = Self.rises(losses.map(\.loss.test)).last else {
            return
          }
          end.record(
            levels, seed: seed,
            [
              Self.train: last.train, Self.test: last.test, Self.gap: last.test - last.train,
              Self.rise: rise,
            ])
        }
      }
    }
    let inputs = try laboratory.dataset.width
    var findings = Findings(verdict(end, inputs: inputs), course)
    findings.shown = end
    findings.compare("noise", with: Level(share: Self.levels[0]))
    findings.tables = [
      .init(
        "table", end.table(),
        caption: "Cross-entropy of an image that is shown without noise, \(inputs) inputs, at the end")
    ]
    findings.charts =
      Self.levels.map { overTraining(course, $0) } + Self.levels.map { overWidths(end, $0) }
    findings.notes = [
      "\(try laboratory.dataset.train.count) training images, presented "
        + "\(laboratory.recipe.pretraining.epochs.values[0]) times; all test images. Layers of fewer units "
        + "than inputs are undercomplete. Whatever the training noise, images are shown clean when they are "
        + "measured, which is every \(pause(laboratory)) epochs.",
      "A layer is overfitted when, with every seed, its test loss ends at least "
        + "\(String(Self.notable, decimals: 0)) % above the lowest that it had on the way: that much it lost "
        + "while the training loss went on falling. The difference of test and training loss alone would "
        + "show little, as every model does better on what it was trained on.",
    ]
    return findings
  }

  /// How far each of some losses is above the lowest of them, in percent.
  static func rises(_ losses: [Double]) -> [Double] {
    let lowest = losses.min() ?? 0
    return losses.map { 100 * ($0 / lowest - 1) }
  }

  /// The epochs between two measurements.
  private func pause(_ laboratory: Laboratory) -> Int {
    max(1, laboratory.recipe.pretraining.epochs.values[0] / (laboratory.isQuick ? 10 : 20))
  }

  /// Losses of clean images after some epochs.
  private struct Measured: Codable {
    let epoch: Int
    let train, test: Double
  }

  /// Losses of clean images while the recipe's layer is trained, with the epochs done.
  private func losses(
    of recipe: Recipe, seed: UInt64, _ laboratory: Laboratory
  ) throws -> [(epoch: Int, loss: (train: Double, test: Double))] {
    let pause = pause(laboratory)
    let measured = try laboratory.shelf.figures(
      "losses-every-\(pause)-epochs", of: recipe, seed: seed, laboratory.options
    ) {
      let dataset = try laboratory.dataset
      var losses: [Measured] = []
      try laboratory.watchFirstLayer(of: recipe, seed: seed, every: pause) { epoch, layer in
        losses.append(
          Measured(
            epoch: epoch, train: try laboratory.reconstructionLoss(layer, of: dataset.train.features),
            test: try laboratory.reconstructionLoss(layer, of: dataset.test.features)))
      }
      return losses
    }
    return measured.map { ($0.epoch, ($0.train, $0.test)) }
  }

  func verdict(_ end: Observations, inputs: Int) -> Verdict {
    let widths = end.levels(of: "hidden units")
    func rises(_ width: Level, _ level: Float = 0) -> [Double] {
      end.values(of: Self.rise, at: [width, Level(share: level)])
    }
    func isOverfitted(_ width: Level) -> Bool { rises(width).allSatisfy { $0 >= Self.notable } }
    func rise(_ width: Level, _ level: Float = 0) -> Double { Sample(rises(width, level)).mean }
    // Images may be so large that no layer here is overcomplete; then nothing is said of those.
    func isOvercomplete(_ width: Level) -> Bool { (width.number ?? 0) >= Double(inputs) }
    let sides = [widths.filter { !isOvercomplete($0) }, widths.filter(isOvercomplete)].filter { !$0.isEmpty }
    let figures = widths.map { width in
      "\(width): \(Self.rise.text(rise(width))) (with noise \(Self.rise.text(rise(width, 0.25))))"
    }
    return Verdict(
      sides.map { $0.contains(where: isOverfitted) },
      "Test loss at the end over its lowest on the way, by hidden units: "
        + "\(figures.joined(separator: ", ")); noise makes it less in "
        + "\(widths.count { rise($0, 0.25) < rise($0) }) of \(widths.count) widths.")
  }
}
