internal import StrataLayerGraph
internal import StrataRecipes

extension Recipe {
  /// What experiments begin from: a stack of three layers of 500 units on 20,000 images, small enough to be
  /// trained many times (`Models/experiments.yml`).
  static func forExperiments(isQuick: Bool) -> Recipe {
    var recipe = Recipe()
    recipe.name = "experiments"
    recipe.stack.units = [500, 500, 500]
    recipe.pretraining.epochs = PerLayer(isQuick ? 4 : 10)
    recipe.pretraining.learningRate = PerLayer(0.2)
    recipe.fineTuning.epochs = PerLayer(isQuick ? 5 : 10)
    // Dropout would be a second noise beside the one that is tested.
    recipe.inputDropout = 0
    recipe.codeDropout = 0
    recipe.limit = .atMost(isQuick ? 4000 : 20000)
    return recipe
  }

  /// What the experiment about few labels begins from (`Models/few-labels.yml`): all images serve pretraining, and among
  /// a few settings of fine-tuning is chosen.
  static func forFewLabels(isQuick: Bool) -> Recipe {
    var recipe = Recipe()
    recipe.name = "few-labels"
    recipe.limit = isQuick ? .atMost(6000) : .all
    recipe.stack.units = isQuick ? [200, 200] : [1000, 1000, 1000]
    recipe.stack.level = PerLayer(0.45)
    recipe.stack.contraction = PerLayer(0.03)
    recipe.pretraining.epochs = PerLayer(isQuick ? 3 : 12)
    recipe.pretraining.batchSize = PerLayer(50)
    recipe.fineTuning.epochs = PerLayer(isQuick ? 3 : 10)
    recipe.fineTuning.batchSize = PerLayer(50)
    recipe.validationInterval = 20
    recipe.inputDropout = 0
    var space = TuningSpace()
    space.dimensions = [.init("fine_tuning.dropout", oneOf: ["0.25", "0.5"])]
    recipe.tuning = space
    return recipe
  }

  /// What the experiment on the variants of Larochelle et al. 2007 begins from (`Models/variants.yml`).
  static func forVariants(isQuick: Bool) -> Recipe {
    var recipe = Recipe()
    recipe.name = "variants"
    recipe.stack.units = isQuick ? [200] : [1000, 1000, 1000]
    recipe.pretraining.epochs = PerLayer(isQuick ? 2 : 30)
    recipe.pretraining.batchSize = PerLayer(50)
    recipe.fineTuning.epochs = PerLayer(isQuick ? 3 : 40)
    recipe.limit = isQuick ? .atMost(2000) : .all
    return recipe
  }

  /// The same recipe with so many labels, drawn by a seed.
  func with(labels: ExampleLimit, drawnBy seed: UInt64) -> Recipe {
    changing {
      $0.labels = labels
      $0.data.labelsSeed = seed
    }
  }

  /// The same recipe with other noise on every layer; none for plain autoencoders.
  func with(noise kind: Corruption.Kind, _ level: Float) -> Recipe {
    changing {
      $0.stack.corruption = PerLayer(
        level == 0 ? .none : CorruptionExpression([.init(kind, level: level)]))
    }
  }

  /// The same recipe with other widths.
  func with(units: [Int]) -> Recipe { changing { $0.stack.units = units } }

  /// The same recipe, changed.
  func changing(_ change: (inout Recipe) -> Void) -> Recipe {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A share as experiments write it: 0.25 is `25 %`.
func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }
