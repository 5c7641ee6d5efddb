package import StrataLinearAlgebra

/// The value of one unit of a node for each of some inputs, and its gradient with respect to that input.
package final class InputGradient {
  /// How many inputs one evaluation takes.
  package let batchSize: Int
  private let node: String
  private let workspace: Workspace
  private let job: Team.Job<Batch>
  private let examples: [Int32]

  /// - Throws: `GraphError` when there is no such node, it holds no features, or they are weights of a loss.
  package init(_ graph: LayerGraph, node: String, batchSize: Int, execution: Execution) throws {
    try execution.check()
    let operation = graph.nodes[try graph.index(of: node)].operation
    guard !operation.holdsNoFeatures else { throw GraphError.noValues(node) }
    if case .emphasis = operation {
      throw GraphError.mismatch(of: node, reason: "weights of a loss do not change with the examples")
    }
    // No parameter has a gradient: all are frozen.
    let workspace = try Workspace(
      graph.freezing(upTo: node), targets: [node],
      parameters: ParameterStore(graph, precision: execution.arithmetic.precision),
      batchSize: batchSize, noise: nil, withGradients: true, reachingInput: true, execution: execution)
    self.batchSize = batchSize
    self.node = node
    self.workspace = workspace
    examples = (0..<Int32(batchSize)).map { $0 }
    job = Phases(workspace.forward + workspace.backward).job(Team(threads: execution.threads))
  }

  /// The value of unit `units[i]` for input i, and its gradient with respect to that input.
  ///
  /// - Parameters:
  ///   - inputs: one in a row, at most `batchSize`.
  ///   - units: columns of the node, as many.
  package func evaluate(_ inputs: Matrix, units: ArraySlice<Int>) -> (values: [Float], gradients: Matrix) {
    precondition(inputs.rows == units.count, "\(inputs.rows) inputs for \(units.count) units")
    workspace.choose(examples[..<inputs.rows], of: BatchSource(inputs), epoch: 0)
    let gradient = workspace.gradient(of: node)
    gradient.window.fill(0)
    for (row, unit) in units.enumerated() { gradient.window[row, unit] = 1 }
    gradient.window.round()
    job.run(workspace.batch)
    let values = workspace.value(of: node)
    return (
      units.enumerated().map { values.window[$0, $1] },
      workspace.inputGradient.window.copied()
    )
  }
}
