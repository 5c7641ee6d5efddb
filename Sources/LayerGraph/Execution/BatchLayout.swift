internal import StrataLinearAlgebra

/// Which memory a plan takes for batches of some size, and how much: known before any is taken.
///
/// The factors of a shared weight's gradient are laid one behind the other, so that the gradient is
/// one product over all of them (`WeightGradient.joined`).
struct BatchLayout {
  /// Slots that lie one behind the other in one buffer.
  struct Group {
    let slots: [Plan.Slot]
    /// How each of them lies.
    let rows: RowLayout

    var bytes: Int { rows.bytes(matrices: slots.count) }
  }

  private(set) var groups: [Group] = []
  private var placed: Set<Plan.Slot> = []
  private let graph: LayerGraph
  private let batchSize: Int
  private let rounding: Rounding

  /// - Parameters:
  ///   - rounding: which slots are factors of products, and in which precision.
  ///   - statistics: those that standardizations go by.
  init(
    _ plan: Plan, of graph: LayerGraph, batchSize: Int, rounding: Rounding,
    statistics: Workspace.Statistics = .ofBatch
  ) throws {
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
      let node = graph.nodes[index]
      for row in 0..<node.operation.definition.ownRows(statistics) {
        let width = graph.widths[try graph.index(of: node.inputs[0])]
        groups.append(
          Group(
            slots: [.own(index, row)], rows: RowLayout(Shape(rows: 1, columns: width))))
      }
    }
  }

  /// What all of it takes.
  var bytes: Int { groups.reduce(0) { $0 + $1.bytes } }

  /// Gives slots memory side by side, unless one of them has some already; then each its own.
  private mutating func place(_ slots: [Plan.Slot]) {
    let missing = slots.filter { !placed.contains($0) }
    var different: [Plan.Slot] = []
    for slot in missing where !different.contains(slot) { different.append(slot) }
    let sets = different.count == slots.count ? [slots] : different.map { [$0] }
    for slots in sets {
      guard let first = slots.first else { continue }
      groups.append(
        Group(
          slots: slots,
          rows: RowLayout(
            Shape(rows: batchSize, columns: width(of: first)),
            precision: slots.contains(where: rounding.isFactor) ? rounding.precision : .float32)))
    }
    placed.formUnion(different)
  }

  private func width(of slot: Plan.Slot) -> Int {
    switch slot {
    case .value(let index), .delta(let index), .own(let index, _): graph.widths[index]
    }
  }
}
