public import StrataLayerGraph
public import StrataLinearAlgebra

extension LayerGraph {
  /// How far an autoencoder copies: the share of the reconstruction's sensitivity that falls on the same
  /// input.
  ///
  /// With M = ∂z/∂x, the derivative of the reconstruction z before its activation with respect to every
  /// input, it is Σᵢ Mᵢᵢ² / Σᵢₖ Mᵢₖ², averaged over examples: 1 for a map that copies each input, about 1/n
  /// for one in which all n inputs count alike. M = V · diag(f′) · Wᵀ, so both sums follow from W, V and
  /// their Gram matrices without M.
  ///
  /// - Parameters:
  ///   - layer: which layer's autoencoder, from 0.
  ///   - examples: inputs of the stack, noisy or clean, from which those of the layer are computed.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `GraphError` when there is no such layer with its decoder.
  public func identityShare(
    ofLayer layer: Int = 0, for examples: any Features, execution: Execution = Execution()
  ) throws -> Double {
    guard case .dense(let weight, _, _)? = self[NodeRole.encoder[layer]]?.operation,
      case .dense(let other, _, let isTransposed)? = self[NodeRole.decoder[layer]]?.operation,
      case .activation(let function)? = self[NodeRole.code[layer]]?.operation,
      let encoder = parameters[weight], let decoder = parameters[other]
    else { throw GraphError.impossibleCut("there is no autoencoder of layer \(layer)") }
    let columns = (0..<encoder.columns).map { encoder.column($0).map(Double.init) }
    let rows = (0..<encoder.columns).map { unit in
      (isTransposed ? decoder.column(unit) : Array(decoder.row(unit))).map(Double.init)
    }
    let sensitivity = Sensitivity(encoder: columns, decoder: rows)
    let codes = try values(of: NodeRole.code[layer], for: examples, execution: execution)
    let shares = (0..<codes.rows).map { row in
      sensitivity.identityShare(slopes: codes.row(row).map { function.slope(at: Double($0)) })
    }
    return shares.reduce(0, +) / Double(max(shares.count, 1))
  }
}

/// What the derivative of a one-layer autoencoder is made of: for each unit j its weights in, wⱼ, and out, vⱼ.
struct Sensitivity {
  /// wⱼᵢ · vⱼᵢ: a row for each unit.
  private let diagonal: [[Double]]
  /// (wⱼ · wₗ)(vⱼ · vₗ).
  private let products: [[Double]]

  init(encoder: [[Double]], decoder: [[Double]]) {
    diagonal = zip(encoder, decoder).map { zip($0, $1).map { $0 * $1 } }
    products = encoder.indices.map { j in
      encoder.indices.map { l in
        encoder[j].dot(encoder[l]) * decoder[j].dot(decoder[l])
      }
    }
  }

  /// Σ Mᵢᵢ² / Σ Mᵢₖ² for M = Σⱼ slopeⱼ · vⱼ wⱼᵀ; 0 where M is 0.
  func identityShare(slopes: [Double]) -> Double {
    var own = [Double](repeating: 0, count: diagonal[0].count)
    for (slope, row) in zip(slopes, diagonal) {
      for (input, product) in row.enumerated() { own[input] += slope * product }
    }
    let all = zip(slopes, products).reduce(0.0) { $0 + $1.0 * $1.1.dot(slopes) }
    return all > 0 ? own.dot(own) / all : 0
  }
}

extension [Double] {
  /// Σ aᵢ bᵢ.
  fileprivate func dot(_ other: [Double]) -> Double {
    var sum = 0.0
    for index in indices { sum += self[index] * other[index] }
    return sum
  }
}
