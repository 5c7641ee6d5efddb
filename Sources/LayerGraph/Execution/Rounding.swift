internal import StrataLinearAlgebra

/// Which values and gradients are factors of products, and so have a bfloat16 copy where products read those.
///
/// What a product that skips zeros reads of its input it keeps by itself: the input needs no copy for that.
struct Rounding {
  let precision: Precision
  private var factors: Set<Plan.Slot> = []
  private let plan: Plan

  /// - Parameter sparse: the dense nodes whose products with their input skip its zeros.
  init(_ plan: Plan, of graph: LayerGraph, precision: Precision, skippingZerosAt sparse: Set<Int>) throws {
    self.precision = precision
    self.plan = plan
    for index in plan.order {
      guard case .dense = graph.nodes[index].operation else { continue }
      let input = try graph.index(of: graph.nodes[index].inputs[0])
      if !sparse.contains(index) { factors.insert(plan.resolved(.value(input))) }
      if plan.differentiable.contains(index) { factors.insert(plan.resolved(.delta(index))) }
    }
  }

  /// True when a product reads the slot, or what shares its memory.
  func isFactor(_ slot: Plan.Slot) -> Bool { factors.contains(plan.resolved(slot)) }
}
