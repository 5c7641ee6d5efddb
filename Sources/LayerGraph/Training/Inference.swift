package import Foundation
public import StrataLinearAlgebra

/// A pass over many examples without gradients, in batches.
package final class Inference {
  private let workspace: Workspace
  private let phases: Phases
  private let job: Team.Job<Batch>
  private let target: String

  /// The examples of a batch where nobody says otherwise.
  package static let standardBatchSize = 500

  /// What a pass takes of memory beside the parameters, in bytes, known before it is made; of the graph only shapes
  /// are looked at.
  package static func bytes(
    _ graph: LayerGraph, target: String, reading others: [String] = [], withNoise: Bool = false,
    density: Float = 1, arithmetic: Arithmetic
  ) throws -> Int {
    try PassLayout(
      graph, targets: [target] + others, batchSize: standardBatchSize, withNoise: withNoise,
      withGradients: false, density: density, arithmetic: arithmetic
    ).bytes
  }

  /// What it has taken of memory beside the parameters, in bytes.
  package var bytes: Int { workspace.bytes }

  /// - Parameters:
  ///   - target: the node whose value, or the loss whose sum, is wanted.
  ///   - others: nodes whose values are wanted beside it.
  ///   - noise: nil for an inference pass proper; otherwise corruption is there, as in training.
  ///   - density: the share of non-zeros in the examples to come.
  package init(
    _ graph: LayerGraph, target: String, reading others: [String] = [], parameters: ParameterStore? = nil,
    noise: Workspace.Noise? = nil, batchSize: Int = standardBatchSize, density: Float = 1,
    execution: Execution
  ) throws {
    try execution.check()
    workspace = try Workspace(
      graph, targets: [target] + others,
      parameters: parameters
        ?? ParameterStore(graph, precision: execution.arithmetic.precision),
      batchSize: batchSize, noise: noise, withGradients: false, density: density,
      execution: execution)
    self.target = target
    phases = Phases(workspace.forward)
    job = phases.job(Team(threads: execution.threads))
  }

  /// The value of the target for every example: examples × its width. Throws where examples could not be read.
  package func values(for features: any Features) throws -> Matrix {
    var result = Matrix(rows: features.rows, columns: workspace.value(of: target).columns)
    try result.withWindow { all in
      try run(over: features, labels: nil, epoch: 0) { rows in
        all.rows(rows).assign(workspace.value(of: target).window)
      }
    }
    return result
  }

  /// The same, written to the disk of a folder as it is computed.
  package func values(for features: any Features, in folder: URL) throws -> StoredRows {
    let writer = try StoredRows.Writer(in: folder, columns: workspace.value(of: target).columns)
    try forEachBatch(of: features, writer.append)
    return try writer.finished()
  }

  /// Hands out the values of the target batch by batch, in the order of the examples. Throws where examples could not be
  /// read, and what `body` throws.
  package func forEachBatch(of features: any Features, _ body: (Matrix) throws -> Void) throws {
    try run(over: features, labels: nil, epoch: 0) { _ in
      try body(workspace.value(of: target).window.copied())
    }
  }

  /// The mean over all examples of the target, which is a loss or a sum of terms; with a level of noise that
  /// changes, as it is at the share `progress` of training. Throws where examples could not be read, and what `body`
  /// throws.
  ///
  /// - Parameter body: called for each batch with its positions among the examples, and with what gives the value of a
  ///   node that is read beside the target.
  package func meanLoss(
    of features: any Features, labels: [Int32]? = nil, epoch: Int = 0, progress: Float = 0,
    _ body: (Range<Int>, (String) -> Matrix) throws -> Void = { _, _ in }
  ) throws -> Double {
    var total = 0.0
    try run(over: features, labels: labels, epoch: epoch, progress: progress) { rows in
      total += phases.summedLoss
      try body(rows) { workspace.value(of: $0).window.copied() }
    }
    return total / Double(max(features.rows, 1))
  }

  private func run(
    over features: any Features, labels: [Int32]?, epoch: Int, progress: Float = 0,
    _ body: (Range<Int>) throws -> Void
  ) throws {
    let source = BatchSource(features, labels: labels)
    let order = (0..<Int32(features.rows)).map { $0 }
    for first in stride(from: 0, to: order.count, by: workspace.batchSize) {
      let rows = first..<min(first + workspace.batchSize, order.count)
      order[rows].withUnsafeBufferPointer { features.expect($0) }
      workspace.choose(order[rows], of: source, epoch: epoch, progress: progress)
      job.run(workspace.batch)
      try features.requireIntact()
      try body(rows)
    }
  }
}

extension LayerGraph {
  /// True for a node whose value is a row of numbers for each example. Throws when there is no such node.
  package func holdsFeatures(_ node: String) throws -> Bool {
    !nodes[try index(of: node)].operation.holdsNoFeatures
  }

  /// The value of a node for every example, in an inference pass: examples × the node's width.
  ///
  /// ```swift
  /// let codes = try encoder.values(of: "code.2", for: images)
  /// ```
  ///
  /// - Throws: `GraphError` when there is no such node or it holds no features, `InputError` when the
  ///   examples are not as wide as the graph's input, or cannot be read.
  public func values(
    of node: String, for features: any Features, execution: Execution = Execution()
  ) throws -> Matrix {
    try check(width: features.columns)
    guard try holdsFeatures(node) else { throw GraphError.noValues(node) }
    return try Inference(self, target: node, density: features.density, execution: execution)
      .values(for: features)
  }

  /// The same, written to the disk of a folder as it is computed: for more of them than fit into memory. The file has
  /// no name and is gone when the values are let go.
  package func values(
    of node: String, for features: any Features, in folder: URL, execution: Execution
  ) throws -> StoredRows {
    try check(width: features.columns)
    guard try holdsFeatures(node) else { throw GraphError.noValues(node) }
    return try Inference(self, target: node, density: features.density, execution: execution)
      .values(for: features, in: folder)
  }
}
