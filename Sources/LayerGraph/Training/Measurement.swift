internal import StrataFiles
public import StrataLinearAlgebra

/// Measures the statistics of a graph's standardizations on examples, and puts them among its parameters.
///
/// It is one pass without noise, in which each standardization takes the statistics of the batch, as in training: those
/// of all examples are made of those of the batches (Chan, Golub and LeVeque 1979). Frozen ones stay as they are.
package final class Measurement {
  private let workspace: Workspace
  private let job: Team.Job<Batch>
  private let store: ParameterStore

  /// The examples of a batch; of fewer examples all are one.
  private static let batchSize = 500

  /// The standardizations whose statistics are measured: those that are needed, and not frozen.
  static func measured(in graph: LayerGraph, below targets: [String]) throws -> [String] {
    let needed = try graph.ancestors(of: targets)
    return graph.nodes.compactMap { node in
      guard needed.contains(node.name), case .standardization(let mean, _) = node.operation,
        !graph.frozen.contains(mean)
      else { return nil }
      return node.name
    }
  }

  /// What it takes of memory beside the parameters, in bytes, known before it is made.
  static func bytes(
    _ graph: LayerGraph, below targets: [String], examples: Int, density: Float, arithmetic: Arithmetic
  ) throws -> Int {
    let measured = try measured(in: graph, below: targets)
    guard !measured.isEmpty else { return 0 }
    return try PassLayout(
      graph, targets: measured, batchSize: min(batchSize, examples), withNoise: false, withGradients: false,
      density: density, arithmetic: arithmetic
    ).bytes
  }

  /// - Parameters:
  ///   - targets: nothing is measured but what they need.
  ///   - store: where the statistics are put.
  /// - Returns: nil when there is nothing to measure.
  package init?(
    _ graph: LayerGraph, below targets: [String], into store: ParameterStore, examples: Int, density: Float,
    execution: Execution
  ) throws {
    let measured = try Self.measured(in: graph, below: targets)
    guard !measured.isEmpty else { return nil }
    workspace = try Workspace(
      graph, targets: measured, parameters: store, batchSize: min(Self.batchSize, examples), noise: nil,
      statistics: .ofBatch, withGradients: false, density: density, execution: execution)
    job = Phases(workspace.forward).job(Team(threads: execution.threads))
    self.store = store
  }

  /// What it has taken of memory beside the parameters, in bytes.
  var bytes: Int { workspace.bytes }

  /// Measures, with the parameters as they are. Throws where examples could not be read.
  package func measure(on source: BatchSource) throws {
    let order = (0..<Int32(source.features.rows)).map { $0 }
    var moments = workspace.batchStatistics.map { Moments(columns: $0.mean.columns) }
    for first in stride(from: 0, to: order.count, by: workspace.batchSize) {
      let rows = first..<min(first + workspace.batchSize, order.count)
      order[rows].withUnsafeBufferPointer { source.features.expect($0) }
      workspace.choose(order[rows], of: source, epoch: 0)
      job.run(workspace.batch)
      for (index, statistics) in workspace.batchStatistics.enumerated() {
        moments[index].add(
          means: statistics.mean.window.copied().elements,
          deviations: statistics.deviation.window.copied().elements, count: rows.count)
      }
    }
    try source.features.requireIntact()
    // Where several nodes name the same statistics, the first of them counts.
    for (statistics, moments) in zip(workspace.batchStatistics, moments).reversed() {
      store[statistics.names.mean].window.assign(moments.mean)
      store[statistics.names.deviation].window.assign(moments.deviation)
    }
  }
}

/// Mean and spread of columns over batches, in Double.
private struct Moments {
  private var count = 0.0
  private var means, squares: [Double]

  init(columns: Int) {
    means = Array(repeating: 0, count: columns)
    squares = means
  }

  /// Adds a batch: the mean of each column, and the deviation with its ε.
  mutating func add(means batch: [Float], deviations: [Float], count added: Int) {
    let (added, before) = (Double(added), count)
    count += added
    for column in means.indices {
      let distance = Double(batch[column]) - means[column]
      let variance =
        Double(deviations[column]) * Double(deviations[column]) - Double(Standardization.epsilon)
      means[column] += distance * added / count
      squares[column] += max(0, variance) * added + distance * distance * before * added / count
    }
  }

  var mean: Matrix { Matrix(rows: 1, columns: means.count, means.map { Float($0) }) }

  var deviation: Matrix {
    Matrix(
      rows: 1, columns: means.count,
      squares.map { Float(($0 / count + Double(Standardization.epsilon)).squareRoot()) })
  }
}

extension LayerGraph {
  /// The graph with the statistics of all its standardizations measured on some examples, in a pass without noise: for
  /// each column the mean, and √(the mean of the squared distance from it + 1e-5). Frozen ones stay as they are.
  ///
  /// A `Trainer` does this itself; it is for graphs that were not trained, or that are to be used on examples of
  /// another kind. Where several nodes name the same statistics, the first of them is measured.
  ///
  /// - Throws: `InputError` when there are no examples, or they are not as wide as the graph's input;
  ///   `InputError` of kind `numericalFailure` when what is measured is not a finite number.
  public func measuringStatistics(
    on features: any Features, execution: Execution = Execution()
  ) throws -> LayerGraph {
    guard features.rows > 0 else {
      throw InputError(
        .malformedData, at: "examples", expected: "at least one to measure statistics on", found: "none",
        advice: "give it a data set with examples")
    }
    try check(width: features.columns)
    try execution.check()
    let store = ParameterStore(self, precision: execution.arithmetic.precision)
    let targets = nodes.map(\.name)
    guard
      let measurement = try Measurement(
        self, below: targets, into: store, examples: features.rows, density: features.density,
        execution: execution)
    else { return self }
    try measurement.measure(on: BatchSource(features))
    let table = store.table
    for node in nodes {
      guard case .standardization(let mean, let deviation) = node.operation,
        [mean, deviation].contains(where: { table[$0]?.isFinite == false })
      else { continue }
      throw InputError(
        .numericalFailure, at: node.name, expected: "finite values of \(node.inputs[0]) to measure",
        found: "one that is not", advice: "look at the examples, or at the parameters below it")
    }
    return replacing(parameters: table)
  }
}
