internal import StrataLinearAlgebra

/// The memory of a plan for batches of a given size: a place for each slot.
///
/// The factors of a shared weight's gradient are laid one behind the other, so that the gradient is
/// one product over all of them (`WeightGradient.joined`).
struct BatchMemory {
  private var places: [Plan.Slot: Place] = [:]
  private let plan: Plan
  private let graph: LayerGraph
  private let batchSize: Int
  private let rounding: Rounding

  /// - Parameter rounding: which slots are factors of products, and in which precision.
  init(_ plan: Plan, of graph: LayerGraph, batchSize: Int, rounding: Rounding) throws {
    self.plan = plan
    self.graph = graph
    self.batchSize = batchSize
    self.rounding = rounding
    for name in plan.trained {
      let factors = try plan.gradientFactors(of: name, in: graph)
      guard factors.count > 1 else { continue }
      place(factors.map(\.left))
      place(factors.map(\.right))
    }
    for index in plan.order {
      place([plan.resolved(.value(index))])
      if plan.differentiable.contains(index) { place([plan.resolved(.delta(index))]) }
    }
  }

  /// The place of a node's value.
  func value(_ index: Int) -> Place { self[.value(index)] }

  /// The place of the gradient with respect to a node's value.
  func delta(_ index: Int) -> Place { self[.delta(index)] }

  /// The place of a slot. Traps when the plan has no such slot.
  subscript(slot: Plan.Slot) -> Place {
    guard let place = places[plan.resolved(slot)] else { preconditionFailure("no \(slot)") }
    return place
  }

  /// Gives slots memory side by side, unless one of them has some already; then each its own.
  private mutating func place(_ slots: [Plan.Slot]) {
    let missing = slots.filter { places[$0] == nil }
    let groups =
      missing.count == slots.count && Set(slots).count == slots.count
      ? [slots] : Array(Set(missing)).map { [$0] }
    for group in groups {
      guard let first = group.first else { continue }
      let width = width(of: first)
      let buffer = FloatBuffer(
        count: group.count * batchSize * width,
        precision: group.contains(where: rounding.isFactor) ? rounding.precision : .float32)
      for (position, slot) in group.enumerated() {
        places[slot] = buffer.place(
          at: position * batchSize * width, rows: batchSize, columns: width)
      }
    }
  }

  private func width(of slot: Plan.Slot) -> Int {
    switch slot {
    case .value(let index), .delta(let index): graph.widths[index]
    }
  }
}
