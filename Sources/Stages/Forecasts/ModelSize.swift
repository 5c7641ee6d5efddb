internal import StrataLayerGraph
internal import StrataPretraining

/// The numbers that a model and its training keep, known before any memory is taken.
struct ModelSize: Equatable {
  /// The widths from the inputs up.
  let widths: [Int]
  /// The numbers of each layer's parameters.
  let layers: [Int]
  /// The matrices of a parameter's shape that the optimizer remembers, for each layer.
  let slots: [Int]

  /// The numbers of all parameters.
  var parameters: Int { layers.reduce(0, +) }

  /// A stack of autoencoders, decoders included, on inputs of a width.
  init(_ pretraining: GreedyPretraining, inputs: Int) {
    widths = [inputs] + pretraining.layers.map(\.autoencoder.units)
    layers = zip(pretraining.layers, zip(widths, widths.dropFirst())).map { layer, shape in
      let (inputs, units) = shape
      return (layer.autoencoder.isTied ? 1 : 2) * inputs * units + units + inputs
    }
    slots = pretraining.layers.map(\.training.optimizer.slots)
  }

  /// A network of dense layers, which is trained as one.
  init(network widths: [Int], optimizer: Optimizer) {
    self.widths = widths
    layers = [zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 + $1.1 }]
    slots = [optimizer.slots]
  }
}
