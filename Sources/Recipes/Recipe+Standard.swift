internal import StrataLayerGraph

extension Recipe {
  /// What the program does where nobody names a recipe: `Models/standard.yml`, which says where it is from.
  ///
  /// Keys that a recipe file does not have keep the defaults of `Recipe()`, which are those of `Models/sdae-3.yml`.
  package static let standard: Recipe = {
    var recipe = Recipe()
    recipe.name = "standard"
    recipe.stack.units = [1000, 500, 250, 250, 250]
    recipe.stack.corruption = PerLayer(
      CorruptionExpression([.init(.masking, level: 0.5), .init(.gaussian, level: 0.3)]))
    recipe.stack.activation = .relu
    recipe.stack.normalization = .batch
    recipe.stack.loss = .squaredError
    recipe.stack.decoderActivation = .linear
    recipe.pretraining.epochs = PerLayer(5)
    recipe.pretraining.batchSize = PerLayer(50)
    recipe.pretraining.learningRate = PerLayer(0.001)
    recipe.pretraining.optimizer = .adam
    recipe.pretraining.schedule = .linearDecay
    recipe.pretraining.weightDecay = 0.0001
    recipe.fineTuning.epochs = PerLayer(100)
    recipe.fineTuning.batchSize = PerLayer(100)
    recipe.fineTuning.learningRate = PerLayer(0.002)
    recipe.fineTuning.decayAfter = 0.2
    recipe.fineTuning.averaging = 0.999
    recipe.validationInterval = 2500
    recipe.inputNoise = CorruptionExpression([.init(.gaussian, level: 0.3)])
    recipe.layerNoise = PerLayer(CorruptionExpression([.init(.gaussian, level: 0.5)]))
    recipe.inputDropout = 0
    recipe.codeDropout = 0
    return recipe
  }()
}
