internal import StrataClassifiers
internal import StrataExport
internal import StrataInference
internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// A model as the script computes it: chains of layers.
struct Network {
  /// From the input to the classes; none for a stack alone, whose encoders are its layers.
  let layers: [LayerChain.Layer]
  /// The stack's encoders from the bottom up, then its decoders from the top down; empty without a stack.
  let stack: [LayerChain.Layer]
  let description: Description

  init(_ contender: Playground.Contender) throws {
    let model = contender.model
    stack =
      try model.stack.map { try LayerChain($0, encoding: model.encoding, output: .score).layers } ?? []
    if let classifier = model.classifier {
      let output: ModelOutput =
        classifier.hasProbabilities ? .probabilities : .codes(node: NodeRole.head.name)
      layers = try LayerChain(classifier.graph, encoding: model.encoding, output: output).layers
    } else {
      layers = []
    }
    description = Description(contender, layers: layers, stack: stack)
  }

  /// What the script knows of it besides its weights.
  struct Description: Encodable {
    let title: String
    let classes: [String]
    let hasProbabilities: Bool
    let layers: [Layer]
    let stack: [Layer]
    /// Errors of reconstruction of validation examples, in order.
    let quantiles: [Float]

    struct Layer: Encodable {
      let activation: String
      let inputs: Int
      let outputs: Int

      init(_ layer: LayerChain.Layer) {
        (activation, inputs, outputs) = (layer.activation, layer.weight.rows, layer.weight.columns)
      }
    }

    init(_ contender: Playground.Contender, layers: [LayerChain.Layer], stack: [LayerChain.Layer]) {
      title = contender.title
      classes = contender.model.classNames
      hasProbabilities = contender.model.classifier?.hasProbabilities ?? false
      self.layers = layers.map(Layer.init)
      self.stack = stack.map(Layer.init)
      quantiles = contender.model.scores?.values ?? []
    }
  }
}

extension LayerChain.Layer {
  /// True where numbers of half precision are the very same.
  var isExactInHalf: Bool {
    weight.elements.allSatisfy { Float(Float16($0)) == $0 } && bias.allSatisfy { Float(Float16($0)) == $0 }
  }

  /// Appends weight and bias, least byte first.
  func append(to bytes: inout [UInt8], isHalf: Bool) {
    for numbers in [weight.elements, bias] {
      if isHalf {
        for number in numbers { bytes.append(littleEndian: Float16(number).bitPattern) }
      } else {
        bytes.append(littleEndian: numbers)
      }
    }
  }
}
