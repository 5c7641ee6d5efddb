internal import StrataLayerGraph
internal import StrataPretraining

/// The numbers that a model and its training keep, known before any memory is taken: counted in the graphs that
/// will be trained, of which only shapes are there.
struct ModelSize: Equatable {
  /// The widths from the inputs up: of the examples, and of each layer's code.
  let widths: [Int]
  /// The numbers of each layer's parameters.
  let layers: [Int]
  /// The matrices of a parameter's shape that are remembered between steps, for each layer.
  let slots: [Int]

  /// The numbers of all parameters.
  var parameters: Int { layers.reduce(0, +) }

  /// A stack of autoencoders, decoders included, on inputs of a width.
  init(_ pretraining: GreedyPretraining, inputs: Int) throws {
    widths = [inputs] + pretraining.layers.map(\.autoencoder.units)
    layers = try zip(pretraining.layers, widths).enumerated().map { k, layer in
      try layer.0.autoencoder.outline(inputs: layer.1, layer: k).parameterCount
    }
    slots = pretraining.layers.map(\.training.rememberedMatrices)
  }

  /// A network that is trained as one.
  init(network: LayerGraph, training: TrainingRecipe) {
    widths = [network.inputWidth]
    layers = [network.parameterCount]
    slots = [training.rememberedMatrices]
  }
}
