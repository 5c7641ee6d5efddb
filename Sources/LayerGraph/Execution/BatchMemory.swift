internal import LinearAlgebra

/// The memory of a plan for batches of a given size: a window for each slot.
///
/// The factors of a shared weight's gradient are laid one behind the other, so that the gradient is
/// one product over all of them (`WeightGradient.joined`).
struct BatchMemory {
  private var windows: [Plan.Slot: UnsafeMatrix] = [:]
  private(set) var buffers: [FloatBuffer] = []
  private let plan: Plan
  private let graph: LayerGraph
  private let batchSize: Int
  private let precision: Precision

  init(_ plan: Plan, of graph: LayerGraph, batchSize: Int, precision: Precision) throws {
    self.plan = plan
    self.graph = graph
    self.batchSize = batchSize
    self.precision = precision
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

  /// The window of a node's value.
  func value(_ index: Int) -> UnsafeMatrix { self[.value(index)] }

  /// The window of the gradient with respect to a node's value.
  func delta(_ index: Int) -> UnsafeMatrix { self[.delta(index)] }

  /// The window of a slot. Traps when the plan has no such slot.
  subscript(slot: Plan.Slot) -> UnsafeMatrix {
    guard let window = windows[plan.resolved(slot)] else { preconditionFailure("no \(slot)") }
    return window
  }

  /// One window over all of these slots' rows, where they lie one behind the other.
  func joined(_ slots: [Plan.Slot]) -> UnsafeMatrix? {
    let parts = slots.map { self[$0] }
    let isJoined = zip(parts, parts.dropFirst()).allSatisfy {
      $0.columns == $1.columns && $0.pointer + batchSize * $0.columns == $1.pointer
    }
    guard let first = parts.first, isJoined else { return nil }
    return UnsafeMatrix(
      first.pointer, rounded: first.rounded, rows: batchSize * parts.count, columns: first.columns,
      stride: first.columns)
  }

  /// Gives slots memory side by side, unless one of them has some already; then each its own.
  private mutating func place(_ slots: [Plan.Slot]) {
    let missing = slots.filter { windows[$0] == nil }
    let groups =
      missing.count == slots.count && Set(slots).count == slots.count
      ? [slots] : Array(Set(missing)).map { [$0] }
    for group in groups {
      guard let first = group.first else { continue }
      let width = width(of: first)
      let buffer = FloatBuffer(count: group.count * batchSize * width, precision: precision)
      buffers.append(buffer)
      for (position, slot) in group.enumerated() {
        windows[slot] = buffer.matrix(
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
