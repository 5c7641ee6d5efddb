package import StrataLinearAlgebra

/// What a pass over a graph computes, and in how much memory: all of it decided before any is taken, so that a
/// forecast and a `Workspace` cannot differ.
package struct PassLayout {
  let plan: Plan
  let batch: BatchLayout
  /// The width of the input of each dense node whose products skip zeros.
  let sparse: [Int: Int]
  let batchSize: Int

  /// - Parameters:
  ///   - graph: numbers are not looked at, shapes are enough.
  ///   - targets: the nodes whose values are wanted; one loss, where gradients are.
  ///   - withNoise: false for an inference pass.
  ///   - statistics: those that standardizations go by; what those of shards of a batch take more is counted.
  ///   - reachingInput: true where the gradient with respect to the examples is wanted too.
  ///   - density: the share of non-zeros in the examples to come.
  package init(
    _ graph: LayerGraph, targets: [String], batchSize: Int, withNoise: Bool,
    statistics: Workspace.Statistics = .ofBatch, withGradients: Bool,
    reachingInput: Bool = false, density: Float = 1, arithmetic: Arithmetic
  ) throws {
    let plan = try Plan(
      graph, targets: targets, withNoise: withNoise, withGradients: withGradients,
      reachingInput: reachingInput)
    var sparse: [Int: Int] = [:]
    for (index, kept) in plan.zerosKept where kept * density < arithmetic.worthwhileDensity {
      sparse[index] = graph.widths[try graph.index(of: graph.nodes[index].inputs[0])]
    }
    batch = try BatchLayout(
      plan, of: graph, batchSize: batchSize,
      rounding: Rounding(
        plan, of: graph, precision: arithmetic.precision, skippingZerosAt: Set(sparse.keys)),
      statistics: statistics)
    self.plan = plan
    self.sparse = sparse
    self.batchSize = batchSize
  }

  /// What it takes: values, gradients, non-zeros, and which examples are in a batch with which labels.
  package var bytes: Int {
    let nonZeros = sparse.values.reduce(0) { $0 + SparseBatch.bytes(batchSize: batchSize, width: $1) }
    return batch.bytes + nonZeros + 2 * Memory<Int32>.bytes(count: batchSize)
  }
}
