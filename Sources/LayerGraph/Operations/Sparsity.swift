internal import StrataLinearAlgebra

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

extension Sparsity: OperationDefinition {
  var title: String { "sparsity ρ \(target), β \(strength)" }
  var part: OperationPart { .penalty }
  func ownRows(_ statistics: Workspace.Statistics) -> Int { 2 }
  func bound(_ binding: Binding) -> any BoundOperation { BoundSparsity(binding, self) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    guard target > 0, target < 1 else {
      throw .level(of: site.name, found: target, expected: "a mean between 0 and 1")
    }
    try site.requireNotNegative(strength)
    let code = site.inputs[0].node
    try site.require(
      code.operation == .activation(function: .sigmoid),
      "sparsity compares means between 0 and 1, those of sigmoid units; \(code.name) is \(code.operation.title)"
    )
    return 1
  }
}

/// The penalty on the units of a code h, batch × units. A panel is some of the units, so that sums over examples
/// are its own.
struct BoundSparsity: BoundOperation {
  private let sparsity: Sparsity
  private let h: Place
  private let dh: InputGradientPlace?
  /// Of each unit the sum over the examples, and the penalty's derivative with respect to its mean: 1 × units.
  private let sums, slopes: Place
  let panels: Panels

  init(_ binding: Binding, _ sparsity: Sparsity) {
    self.sparsity = sparsity
    h = binding.input(0)
    dh = binding.gradient(ofInput: 0)
    sums = binding.own(0)
    slopes = binding.own(1)
    panels = Panels(columnsOf: h.shape)
  }

  var forward: [Step] {
    [
      Step(
        termOnExamplesIn: panels, [.reads(h, .panel), .writes(sums), .writes(slopes)]
      ) { [self] region, batch in
        Kernels.columnSums(h.window[region], into: sums.window.columns(region.columns), beta: 0)
        let penalty = Kernels.sparsity(
          target: sparsity.target, sums: sums.window.columns(region.columns), examples: batch.count,
          slopes: slopes.window.columns(region.columns))
        return Double(sparsity.strength) * Double(batch.count) * penalty
      }
    ]
  }

  var backward: [Step] {
    guard let dh else { return [] }
    return [
      Step(onExamplesIn: panels, [.reads(slopes, .panel), .writes(dh.place)]) { [self] region, batch in
        Kernels.spread(
          slopes.window.columns(region.columns), scale: batch.exampleScale * sparsity.strength,
          into: dh.place.window[region], accumulating: dh.accumulates)
      }
    ]
  }
}
