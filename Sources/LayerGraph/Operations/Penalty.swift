internal import CKernels
internal import LinearAlgebra

/// What a penalty on a code keeps of a batch, a number or two for each unit, and its arithmetic.
///
/// A worker's share is some of the units, whole columns of the code: sums over examples are its own.
struct Penalty: Sendable {
  /// What is penalised.
  enum Kind: Sendable {
    /// λ · mean over examples of ‖∂h/∂x‖²_F = λ · Σⱼ (mean of f′²)ⱼ · Σᵢ W²ᵢⱼ (Rifai et al. 2011,
    /// equations 1 and 7; for sigmoid units f′ = h(1 − h)). W is inputs × units.
    case contraction(strength: Float, weight: UnsafeMatrix, activation: Activation)
    /// β · Σⱼ KL(ρ ‖ mean of h)ⱼ.
    case sparsity(Sparsity)
  }

  let kind: Kind
  /// The name of the weight whose gradient it adds to; nil where there is none.
  let weight: String?
  /// Of contraction Σᵢ W²ᵢⱼ and the sum over examples of f′²; of sparsity the sum over examples of h and the
  /// penalty's derivative with respect to its mean. 2 × units.
  let statistics: UnsafeMatrix

  /// The penalty of a node; nil when that is none.
  init?(
    _ node: Node, of graph: LayerGraph, parameters: ParameterStore, statistics: UnsafeMatrix
  ) throws {
    switch node.operation {
    case .contraction(let strength):
      guard let encoder = try graph.encoder(of: node) else { return nil }
      kind = .contraction(
        strength: strength, weight: parameters[encoder.weight], activation: encoder.activation)
      weight = encoder.weight
    case .sparsity(let sparsity):
      kind = .sparsity(sparsity)
      weight = nil
    default: return nil
    }
    self.statistics = statistics
  }

  /// The penalty of some of the units, summed over the examples of h: batch × units.
  func forward(_ h: UnsafeMatrix, columns share: Range<Int>) -> Double {
    guard !share.isEmpty, h.rows > 0 else { return 0 }
    let mine = h.columns(share)
    let (first, second) = (row(0, share), row(1, share))
    switch kind {
    case .contraction(let strength, let weight, let activation):
      let columns = weight.columns(share)
      strata_column_squares(
        columns.pointer, Int64(columns.stride), Int64(columns.rows), Int64(share.count), first)
      strata_slope_squares(
        activation.kernel, mine.pointer, Int64(mine.stride), Int64(mine.rows), Int64(share.count),
        second)
      return Double(strength)
        * (0..<share.count).reduce(0) { $0 + Double(first[$1]) * Double(second[$1]) }
    case .sparsity(let sparsity):
      strata_column_sums(
        mine.pointer, Int64(mine.stride), Int64(mine.rows), Int64(share.count), 0, first)
      return Double(sparsity.strength) * Double(h.rows)
        * strata_sparsity(sparsity.target, first, Int64(h.rows), Int64(share.count), second)
    }
  }

  /// dh (+)= scale · the penalty's derivative with respect to h, for some of the units; `scale` is that of
  /// one example.
  func backward(
    _ h: UnsafeMatrix, into dh: UnsafeMatrix, columns share: Range<Int>, scale: Float,
    accumulating: Bool
  ) {
    guard !share.isEmpty else { return }
    let (mine, target) = (h.columns(share), dh.columns(share))
    switch kind {
    case .contraction(let strength, _, let activation):
      strata_slope_squares_backward(
        activation.kernel, mine.pointer, Int64(mine.stride), Int64(mine.rows), Int64(share.count),
        scale * strength, row(0, share), accumulating, target.pointer, Int64(target.stride))
    case .sparsity(let sparsity):
      strata_spread_row(
        row(1, share), scale * sparsity.strength, Int64(target.rows), Int64(share.count),
        accumulating, target.pointer, Int64(target.stride))
    }
  }

  /// target = beta · target + scale · ∂penalty/∂W for a region: column j of W times 2λ · Σ f′²ⱼ. The target
  /// may be W itself. Other penalties have no such term.
  func addWeightGradient(
    to target: UnsafeMatrix, region: Region, scale: Float, beta: Float
  ) {
    guard case .contraction(let strength, let weight, _) = kind, !region.isEmpty else { return }
    let (from, to) = (weight[region], target[region])
    strata_add_scaled_columns(
      from.pointer, Int64(from.stride), Int64(from.rows), Int64(from.columns), 2 * scale * strength,
      row(1, region.columns), beta, to.pointer, Int64(to.stride))
  }

  private func row(_ index: Int, _ share: Range<Int>) -> UnsafeMutablePointer<Float> {
    statistics.rows(index..<index + 1).columns(share).pointer
  }
}

/// That each unit is off most of the time: β · Σⱼ KL(ρ ‖ ρ̂ⱼ), where ρ̂ⱼ is the mean of unit j over the batch
/// (Ng 2011, "Sparse autoencoder", lecture notes, section 3; the idea is that of Lee et al. 2008).
public struct Sparsity: Hashable, Sendable, Codable {
  /// ρ, the mean that a unit is to have: between 0 and 1.
  public let target: Float
  /// β, the weight of the penalty.
  public let strength: Float

  /// A penalty for sigmoid units.
  public init(target: Float, strength: Float) {
    self.target = target
    self.strength = strength
  }
}
