internal import LinearAlgebra

/// Where the gradient of one parameter comes from, once a backward pass has been made.
struct ParameterGradient: Sendable {
  private enum Source: Sendable {
    case weight(WeightGradient)
    case bias(BiasGradient)
  }

  let name: String
  /// True for a weight, false for a bias: weight decay and norm limits spare biases.
  let isWeight: Bool
  private let source: Source
  /// Penalties on this weight, whose gradient is the weight itself, column by column.
  private let penalties: [Penalty]

  init(
    _ name: String, of graph: LayerGraph, plan: Plan, memory: BatchMemory,
    sparse: [Int: SparseBatch], penalties: [Penalty] = []
  ) throws {
    self.name = name
    self.penalties = penalties
    let factors = try plan.gradientFactors(of: name, in: graph)
    isWeight = !factors.isEmpty
    if isWeight {
      let uses = factors.map {
        WeightGradient.Use(left: memory[$0.left], right: memory[$0.right], sparse: sparse[$0.node])
      }
      var joined: WeightGradient.Use?
      if uses.allSatisfy({ $0.sparse == nil }), let left = memory.joined(factors.map(\.left)),
        let right = memory.joined(factors.map(\.right))
      {
        joined = WeightGradient.Use(left: left, right: right)
      }
      source = .weight(WeightGradient(uses: uses, joined: joined))
    } else {
      let users = plan.order.filter { graph.nodes[$0].operation.parameters.contains(name) }
      source = .bias(BiasGradient(uses: users.map(memory.delta)))
    }
  }

  /// target = gradient + beta · target, for a region of it, from the examples of a step.
  func write(
    into target: UnsafeMatrix, region: Region, batch: Batch, beta: Float,
    arithmetic: Arithmetic
  ) {
    guard !region.isEmpty else { return }
    var beta = beta
    // Before the product, which changes the weight where that is the target.
    for penalty in penalties {
      penalty.addWeightGradient(to: target, region: region, scale: batch.exampleScale, beta: beta)
      beta = 1
    }
    switch source {
    case .weight(let gradient):
      gradient.write(
        into: target, region: region, batch: batch, beta: beta, arithmetic: arithmetic)
    case .bias(let gradient):
      gradient.write(
        into: target, region: region, rows: batch.examples.count, beta: beta)
    }
  }
}
