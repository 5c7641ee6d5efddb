import StrataLayerGraph

/// x with noise or dropout: factor ⊙ x + offset, as they were drawn; x itself in an inference pass.
struct ReferenceDisturbance: ReferenceOperation {
  static let omissions: [Omission] = [.noiseFactor]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    let x = pass[node.inputs[0]]
    guard let draw = pass.noise[node.name] else { return x }
    return x.like { draw.factor[$0, $1] * x[$0, $1] + draw.offset[$0, $1] }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    let factor = gradient.pass.noise[node.name]?.factor
    gradient.add(
      dy.like { dy[$0, $1] * gradient.factor(factor?[$0, $1] ?? 1, unless: .noiseFactor) }, to: node.inputs[0]
    )
  }
}

extension Omission {
  /// The factor ∂x̃/∂x of a corruption or of dropout.
  static let noiseFactor = Omission("factor of noise") {
    try SmallGraphs.classifier(middle: .dropout(rate: 0.4))
  }
}

/// The weights of a loss's elements, by what the noises have hit.
struct ReferenceEmphasis: ReferenceOperation {
  let emphasis: Emphasis

  static let omissions: [Omission] = [.emphasis]

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    pass[node.inputs[0]].like { row, column in
      Double(
        node.inputs.contains { pass.noise[$0]?.hits[row, column] == 1 }
          ? emphasis.corrupted : emphasis.untouched)
    }
  }
}

extension Omission {
  /// The weights of a loss's elements.
  static let emphasis = Omission("emphasis") {
    try SmallGraphs.autoencoder(
      corruption: .masking(0.25), emphasis: Emphasis(corrupted: 1, untouched: 0.5))
  }
}
