import StrataLayerGraph

/// x·W + b, or x·Wᵀ + b.
struct ReferenceDense: ReferenceOperation {
  let weight: String
  let bias: String?
  let isTransposed: Bool

  static let omissions: [Omission] = [.bias, .decodersHalf, .encodersHalf]

  private func matrix(in pass: ReferencePass) -> DoubleMatrix? {
    pass.parameters[weight].map { isTransposed ? $0.transposed : $0 }
  }

  func value(of node: Node, in pass: ReferencePass) -> DoubleMatrix? {
    let bias = bias.flatMap { pass.parameters[$0] }
    return matrix(in: pass).map { matrix in
      let product = product(pass[node.inputs[0]], matrix)
      return product.like { product[$0, $1] + (bias?[0, $1] ?? 0) }
    }
  }

  func differentiate(_ node: Node, _ dy: DoubleMatrix, in gradient: inout ReferenceGradient) {
    let pass = gradient.pass
    let outer = product(pass[node.inputs[0]].transposed, dy)
    let isShared = pass.graph.nodes.count { $0.operation.parameters.contains(weight) } > 1
    gradient.add(
      isTransposed ? outer.transposed : outer, toParameter: weight,
      unless: isShared ? (isTransposed ? .decodersHalf : .encodersHalf) : nil)
    if let bias { gradient.add(dy.columnSums { dy[$0, $1] }, toParameter: bias, unless: .bias) }
    if let matrix = matrix(in: pass) { gradient.add(product(dy, matrix.transposed), to: node.inputs[0]) }
  }
}

extension Omission {
  /// The gradient of every bias.
  static let bias = Omission.ofAutoencoder("bias")
  /// What a decoder that uses the encoder's weight adds to that weight's gradient.
  static let decodersHalf = Omission.ofAutoencoder("decoder's half")
  /// What an encoder whose weight a decoder uses adds to that weight's gradient.
  static let encodersHalf = Omission.ofAutoencoder("encoder's half")
}
