package import LinearAlgebra

/// The mean loss over all examples and its gradient, for methods that look at everything before a step.
///
/// `@unchecked Sendable`: the fraction is written between runs, when no worker reads it; workers write
/// their own regions of the gradients.
package final class FullGradient: @unchecked Sendable {
  /// The parameters' places: read and write them between evaluations.
  package let store: ParameterStore
  /// The trained parameters' names and the places of their gradients.
  package let gradients: [(name: String, place: UnsafeMatrix)]
  private let buffers: [FloatBuffer]
  private let workspace: Workspace
  private let features: any Features
  private let labels: [UInt8]?
  private let order: [Int32]
  private var isFirst = true
  /// The non-zeros of each batch, found in the first evaluation; empty where they are of no use.
  private var nonZeros: [SparseBatch] = []
  private let team: Team

  package init(
    _ graph: LayerGraph, loss: String, features: any Features, labels: [UInt8]?,
    batchSize: Int = 1000, execution: Execution
  ) throws {
    try graph.check(features: features, labels: labels, for: loss)
    try execution.check()
    self.features = features
    self.labels = labels
    order = (0..<Int32(features.rows)).map { $0 }
    store = ParameterStore(graph.parameters, precision: execution.arithmetic.precision)
    workspace = try Workspace(
      graph, targets: [loss], parameters: store, batchSize: min(batchSize, features.rows),
      noise: nil, withGradients: true, density: features.density, execution: execution)
    var gradients: [(name: String, place: UnsafeMatrix)] = []
    var buffers: [FloatBuffer] = []
    for gradient in workspace.gradients {
      let shape = store[gradient.name].shape
      let buffer = FloatBuffer(count: shape.count)
      buffers.append(buffer)
      gradients.append((gradient.name, buffer.matrix(rows: shape.rows, columns: shape.columns)))
    }
    self.gradients = gradients
    self.buffers = buffers
    team = Team(threads: execution.threads)
  }

  /// The mean loss with the parameters as they are; `gradients` then holds its gradient.
  package func evaluate() -> Double {
    let job = Team.Job(team) { [self] worker in
      workspace.forward(worker)
      workspace.backward(worker)
      for (gradient, target) in zip(workspace.gradients, gradients) {
        gradient.write(
          into: target.place, region: worker.region(of: target.place.shape),
          batch: workspace.batch, beta: isFirst ? 0 : 1, arithmetic: workspace.arithmetic)
      }
    }
    var total = 0.0
    for (number, first) in stride(from: 0, to: order.count, by: workspace.batchSize).enumerated() {
      let rows = first..<min(first + workspace.batchSize, order.count)
      let known = number < nonZeros.count ? nonZeros[number] : nil
      workspace.choose(
        order[rows], of: features, labels: labels, epoch: 0,
        gradientScale: Float(rows.count) / Float(order.count), nonZeros: known)
      isFirst = first == 0
      job.run()
      total += workspace.summedLoss
      if known == nil, let found = workspace.nonZeros() { nonZeros.append(found) }
    }
    return total / Double(order.count)
  }
}
