package import StrataLinearAlgebra

/// The mean loss over all examples and its gradient, for methods that look at everything before a step.
package final class FullGradient {
  /// The parameters' places: read and write them between evaluations.
  package let store: ParameterStore
  /// The trained parameters' names and the places of their gradients.
  package let gradients: [(name: String, place: Place)]
  private let workspace: Workspace
  private let phases: Phases
  private let job: Team.Job<Batch>
  private let source: BatchSource
  private let order: [Int32]
  /// The non-zeros of the first batches, found in the first evaluation; empty where they are of no use.
  private var nonZeros: [SparseBatch] = []
  /// So many bytes of them are kept; those of the batches after that are found every time.
  package static let mostOfNonZeros = 1 << 30
  private let room: Int

  package init(
    _ graph: LayerGraph, loss: String, features: any Features, labels: [Int32]?,
    batchSize: Int = 1000, keepingNonZeros room: Int = mostOfNonZeros, execution: Execution
  ) throws {
    try graph.check(features: features, labels: labels, for: loss)
    try execution.check()
    self.room = room
    source = BatchSource(features, labels: labels)
    order = (0..<Int32(features.rows)).map { $0 }
    let store = ParameterStore(graph, precision: execution.arithmetic.precision)
    self.store = store
    workspace = try Workspace(
      graph, targets: [loss], parameters: store, batchSize: min(batchSize, features.rows),
      noise: nil, withGradients: true, density: features.density, execution: execution)
    let gradients = workspace.gradients.map { gradient in
      let shape = store[gradient.name].shape
      return (gradient, RowLayout(shape).place())
    }
    self.gradients = gradients.map { ($0.name, $1) }
    phases = Phases(
      workspace.forward + workspace.backward + gradients.map { $0.step(into: $1) })
    job = phases.job(Team(threads: execution.threads))
  }

  /// The mean loss with the parameters as they are; `gradients` then holds its gradient. Throws where examples could not
  /// be read.
  package func evaluate() throws -> Double {
    var total = 0.0
    for (number, first) in stride(from: 0, to: order.count, by: workspace.batchSize).enumerated() {
      let rows = first..<min(first + workspace.batchSize, order.count)
      let known = number < nonZeros.count ? nonZeros[number] : nil
      order[rows].withUnsafeBufferPointer { source.features.expect($0) }
      workspace.choose(
        order[rows], of: source, epoch: 0,
        gradientScale: Float(rows.count) / Float(order.count), gradientBeta: first == 0 ? 0 : 1,
        nonZeros: known)
      job.run(workspace.batch)
      total += phases.summedLoss
      if known == nil, number == nonZeros.count, keptBytes < room, let found = workspace.nonZeros() {
        nonZeros.append(found)
      }
    }
    try source.features.requireIntact()
    return total / Double(order.count)
  }

  private var keptBytes: Int { nonZeros.reduce(0) { $0 + $1.bytes } }
}
