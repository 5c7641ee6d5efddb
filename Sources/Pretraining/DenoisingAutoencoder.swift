public import StrataLayerGraph
internal import StrataLinearAlgebra

/// The shape of one denoising autoencoder (Vincent et al. 2008, 2010): an encoder that sees a corrupted
/// x̃, and a decoder whose reconstruction is compared with the clean x.
///
/// ```swift
/// let autoencoder = DenoisingAutoencoder(units: 1000, corruption: .masking(0.25))
/// ```
public struct DenoisingAutoencoder: Hashable, Sendable, Codable {
  /// The width of the code.
  public var units: Int
  /// The noises, each on what the one before it has made of x; none for a plain autoencoder.
  public var corruption: [Corruption]
  /// What the code's units compute.
  public var activation: Activation
  /// How the reconstruction is compared with the input: cross-entropy for inputs in [0, 1], squared
  /// error for any.
  public var loss: Loss
  /// What the reconstruction's units compute; cross-entropy needs sigmoid ones.
  public var decoderActivation: Activation
  /// True when the decoder uses the encoder's weight, transposed.
  public var isTied: Bool
  /// What the reconstruction is compared with.
  public var target = Target.clean
  /// The loss's weights on the elements that noise has hit and on the others; nil for none. Noise that
  /// touches every element leaves nothing to tell apart: composed with others it does not count, alone it is
  /// refused.
  public var emphasis: Emphasis?
  /// λ of the contractive penalty on the code (Rifai et al. 2011), a rival of noise; 0 for none.
  public var contraction: Float = 0
  /// A penalty that keeps units of the code off most of the time, another rival; nil for none.
  public var sparsity: Sparsity?
  /// True where what is encoded is standardized over the batch before the activation (batch normalization, Ioffe and
  /// Szegedy 2015).
  public var isNormalized = false
  /// Noises on what is encoded, within the layer: on what is standardized, or on the code where nothing is. The decoder
  /// reads it, too.
  public var codeNoise: [Corruption] = []
  /// How the weights begin; nil for the way that goes with the activation.
  public var initialization: Initialization?

  /// What a reconstruction can be compared with.
  public enum Target: String, Hashable, Sendable, Codable, CaseIterable {
    /// The clean x: what makes an autoencoder a denoising one (Vincent et al. 2010, section 3.1).
    case clean
    /// The corrupted x̃ that the encoder sees. It is here to show what goes wrong then: nothing is to be
    /// undone, and the identity is a perfect answer.
    case corrupted
  }

  /// A shape; what is left out is the published one: sigmoid units, cross-entropy, tied weights, a clean
  /// target.
  public init(
    units: Int, corruption: Corruption..., activation: Activation = .sigmoid,
    loss: Loss = .crossEntropy, decoderActivation: Activation = .sigmoid, isTied: Bool = true,
    initialization: Initialization? = nil
  ) {
    self.units = units
    self.corruption = corruption
    self.activation = activation
    self.loss = loss
    self.decoderActivation = decoderActivation
    self.isTied = isTied
    self.initialization = initialization
  }

  /// True where some noise has a level above 0; else it is a plain autoencoder.
  package var isDenoising: Bool {
    (corruption + codeNoise).contains { $0.level > 0 || ($0.finalLevel ?? 0) > 0 }
  }

  /// True where some noise has a level that changes with the epochs.
  package var hasFadingNoise: Bool { (corruption + codeNoise).contains { $0.finalLevel != nil } }

  /// The noise in words, for example `masking 25 % + gaussian σ 0.1`.
  package var noise: String {
    corruption.isEmpty ? "no noise" : corruption.map(\.description).joined(separator: " + ")
  }

  /// The graph, with fresh parameters: `input` → `corruption.k` → `encoder.k` → `code.k` → `decoder.k` →
  /// `reconstruction.k`, and `loss.k`, which reads the clean `input`.
  ///
  /// Of several noises the last is `corruption.k`, so that x̃ is the value of that node always; those
  /// before it are `corruption.k.1` and so on. With emphasis `loss.k` also reads its weights, `emphasis.k`,
  /// which names the noises that count. Where it is normalized, `normalization.k` and `shift.k` stand between
  /// `encoder.k` and `code.k`. With penalties, `loss.k` is the sum of `error.k`, which
  /// compares the reconstruction, of `contraction.k` and of `sparsity.k`; it is what training makes small
  /// always.
  ///
  /// - Parameters:
  ///   - inputs: the width of x.
  ///   - k: the layer's position in a stack, from 0.
  ///   - seed: of the weights.
  /// - Throws: `GraphError` when a width or a level is impossible; `InputError` when the loss and the
  ///   units do not go together.
  public func graph(inputs: Int, layer k: Int = 0, seed: UInt64) throws -> LayerGraph {
    // What is impossible is found on shapes, before memory is taken for it.
    _ = try outline(inputs: inputs, layer: k)
    let start = initialization ?? .standard(for: activation)
    let scale = start == .he ? scaleOfFirstWeight(inputs: inputs) : 1
    return try graph(inputs: inputs, layer: k) { name, role, shape, table in
      let first = start.parameter(role, shape, stream: RandomStream(seed: seed, purpose: name))
      table[name] =
        role == .weight && scale < 1
        ? Matrix(rows: first.rows, columns: first.columns, first.elements.map { $0 * scale }) : first
    }
  }

  /// What a shared weight of a normalized layer is multiplied by before the first step; 1 for most.
  ///
  /// The sum of squares that decoding makes of normalized, rectified units is units / inputs for each input, where the
  /// weight has He's variance 2 / inputs. With 1,000 units on the four columns of a table that is 250, of numbers that vary
  /// by 1 or less, and thousands of steps do nothing but make the weight smaller. What is normalized comes out the same
  /// whatever the scale of its weight, so the scale is free: it is such that the sum begins with 2 at most. Layers up to
  /// twice as wide as their inputs are left as they are.
  private func scaleOfFirstWeight(inputs: Int) -> Float {
    guard isNormalized, isTied, units > 2 * inputs else { return 1 }
    return (2 * Float(inputs) / Float(units)).squareRoot()
  }

  /// The same graph with shapes alone, to plan with.
  package func outline(inputs: Int, layer k: Int = 0) throws -> LayerGraph {
    try graph(inputs: inputs, layer: k) { name, _, shape, table in table.outline(name, shape) }
  }

  private func graph(
    inputs: Int, layer k: Int,
    add: (_ name: String, ParameterRole, Shape, inout ParameterTable) -> Void
  ) throws -> LayerGraph {
    try check()
    let weight = NodeRole.encoder.weight(of: k)
    let decoderWeight = isTied ? weight : NodeRole.decoder.weight(of: k)
    var table = ParameterTable()
    add(weight, .weight, Shape(rows: inputs, columns: units), &table)
    let encoderBias = isNormalized ? nil : NodeRole.encoder.bias(of: k)
    if let encoderBias { add(encoderBias, .bias, Shape(rows: 1, columns: units), &table) }
    if isNormalized {
      for use in Self.normalization(k).flatMap(\.uses) {
        add(use.name, use.role, Shape(rows: 1, columns: units), &table)
      }
    }
    if !isTied { add(decoderWeight, .weight, Shape(rows: units, columns: inputs), &table) }
    add(NodeRole.decoder.bias(of: k), .bias, Shape(rows: 1, columns: inputs), &table)

    var nodes = [Node(NodeRole.input.name, .input(width: inputs))]
    for (position, noise) in corruption.enumerated() {
      let isLast = position == corruption.count - 1
      nodes.append(
        Node(
          isLast ? NodeRole.corruption[k] : "corruption.\(k).\(position + 1)", .corruption(noise),
          inputs: [nodes[nodes.count - 1].name]))
    }
    let corrupted = nodes[nodes.count - 1].name
    if let emphasis {
      let noises = nodes.filter {
        if case .corruption(let noise) = $0.operation { noise.kind.leavesSomeUntouched } else { false }
      }
      nodes.append(Node(NodeRole.emphasis[k], .emphasis(emphasis), inputs: noises.map(\.name)))
    }
    nodes += [
      Node(
        NodeRole.encoder[k], .dense(weight: weight, bias: encoderBias, transposed: false), inputs: [corrupted]
      )
    ]
    if isNormalized { nodes += Self.normalization(k).map(\.node) }
    nodes += [
      Node(NodeRole.code[k], .activation(function: activation), inputs: [nodes[nodes.count - 1].name]),
      Node(
        NodeRole.decoder[k],
        .dense(weight: decoderWeight, bias: NodeRole.decoder.bias(of: k), transposed: isTied),
        inputs: [NodeRole.code[k]]),
      Node(
        NodeRole.reconstruction[k], .activation(function: decoderActivation), inputs: [NodeRole.decoder[k]]),
    ]
    nodes += objective(k, corrupted: corrupted)
    let graph = try LayerGraph(nodes: nodes, parameters: table)
    return codeNoise.isEmpty ? graph : try graph.addingNoise(onLayer: k, codeNoise)
  }

  /// The nodes of batch normalization in layer k, each with the parameters that it uses.
  private static func normalization(_ k: Int) -> [(node: Node, uses: [(name: String, role: ParameterRole)])] {
    let (standard, shift) = (NodeRole.normalization, NodeRole.shift)
    let (mean, deviation) = ("\(standard[k]).mean", "\(standard[k]).deviation")
    let gain = "\(shift[k]).gain"
    return [
      (
        Node(standard[k], .standardization(mean: mean, deviation: deviation), inputs: [NodeRole.encoder[k]]),
        [(mean, .mean), (deviation, .deviation)]
      ),
      (
        Node(shift[k], .scaleAndShift(gain: gain, bias: shift.bias(of: k)), inputs: [standard[k]]),
        [(gain, .gain), (shift.bias(of: k), .bias)]
      ),
    ]
  }

  /// `loss.k` and, where it has several, its terms.
  private func objective(_ k: Int, corrupted: String) -> [Node] {
    var penalties: [Node] = []
    if contraction != 0 {
      penalties.append(
        Node(NodeRole.contraction[k], .contraction(strength: contraction), inputs: [NodeRole.code[k]]))
    }
    if let sparsity {
      penalties.append(Node(NodeRole.sparsity[k], .sparsity(sparsity), inputs: [NodeRole.code[k]]))
    }
    let error = Node(
      penalties.isEmpty ? NodeRole.loss[k] : NodeRole.error[k], .loss(loss),
      inputs: [
        loss == .crossEntropy ? NodeRole.decoder[k] : NodeRole.reconstruction[k],
        target == .clean ? NodeRole.input.name : corrupted,
      ] + (emphasis == nil ? [] : [NodeRole.emphasis[k]]))
    guard !penalties.isEmpty else { return [error] }
    let terms = [error] + penalties
    return terms + [Node(NodeRole.loss[k], .sum, inputs: terms.map(\.name))]
  }
}
