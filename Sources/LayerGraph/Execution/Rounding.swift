/// Which values and gradients are factors of products, and so are rounded where products want that.
///
/// Products that skip zeros are of Float32 always: what they read needs no rounding.
struct Rounding {
  private let values: Set<Plan.Slot>
  private let deltas: Set<Int>
  private let plan: Plan

  /// - Parameter sparse: the dense nodes whose products with their input skip its zeros.
  init(_ plan: Plan, of graph: LayerGraph, skippingZerosAt sparse: Set<Int>) throws {
    var values: Set<Plan.Slot> = []
    var deltas: Set<Int> = []
    for index in plan.order {
      guard case .dense = graph.nodes[index].operation else { continue }
      let input = try graph.index(of: graph.nodes[index].inputs[0])
      if !sparse.contains(index) { values.insert(plan.resolved(.value(input))) }
      let isFactor = !sparse.contains(index) || plan.differentiable.contains(input)
      if plan.differentiable.contains(index) && isFactor { deltas.insert(index) }
    }
    self.values = values
    self.deltas = deltas
    self.plan = plan
  }

  /// True when a node writes a value, and that is a factor.
  func roundsValue(of index: Int) -> Bool {
    let slot = Plan.Slot.value(index)
    return plan.resolved(slot) == slot && values.contains(slot)
  }

  /// True when the gradient with respect to a node's value is a factor.
  func roundsDelta(of index: Int) -> Bool { deltas.contains(index) }
}
