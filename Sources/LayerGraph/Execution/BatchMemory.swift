internal import StrataLinearAlgebra

/// The memory of a plan for batches of a given size: a place for each slot, as a layout says.
struct BatchMemory {
  private var places: [Plan.Slot: Place] = [:]
  private let plan: Plan

  /// Takes the memory of a layout of this plan.
  init(_ layout: BatchLayout, of plan: Plan) {
    self.plan = plan
    for group in layout.groups {
      for (slot, place) in zip(group.slots, group.rows.places(group.slots.count)) { places[slot] = place }
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

  /// What its buffers have taken, each counted once.
  var bytes: Int {
    let buffers = places.values.reduce(into: [:]) { $0[$1.extent.owner] = $1.bytesOfBuffer }
    return buffers.values.reduce(0, +)
  }
}
