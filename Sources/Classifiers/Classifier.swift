internal import StrataFiles
public import StrataLayerGraph
public import StrataLinearAlgebra

/// A trained network that says to which class an example belongs.
///
/// What has not been trained is another type (`FineTuning`, `LogisticRegression`, `LinearSVM`), so a
/// classifier is always ready to use.
public struct Classifier: Sendable, Equatable {
  /// The network: `head` holds the scores, `probability` their softmax.
  public let graph: LayerGraph
  /// False for a model whose scores are margins, not logits, and for a graph without a node `probability`.
  public let hasProbabilities: Bool
  /// How near to its optimum the solver of a convex problem came; nil for other models, and for one that was read
  /// from a file.
  public let convergence: Convergence?

  /// A classifier from a graph with a head.
  ///
  /// - Throws: `GraphError` when the graph has no node `head`.
  public init(_ graph: LayerGraph) throws { try self.init(graph, convergence: nil) }

  /// The same with a solver's convergence.
  init(_ graph: LayerGraph, convergence: Convergence?) throws {
    _ = try graph.width(of: NodeRole.head.name)
    self.graph = graph
    self.convergence = convergence
    hasProbabilities =
      graph[NodeRole.probability.name] != nil
      && !graph.nodes.contains { $0.operation == .loss(.multiclassHinge) }
  }

  /// The number of classes.
  public var classes: Int { (try? graph.width(of: NodeRole.head.name)) ?? 0 }

  /// The classes' scores for each example: examples × classes.
  ///
  /// - Throws: `InputError` when one is not finite, as where an example is not.
  public func scores(
    for features: any Features, execution: Execution = Execution()
  ) throws -> Matrix {
    try graph.values(of: NodeRole.head.name, for: features, execution: execution)
      .requiringFinite("finite scores")
  }

  /// The classes' probabilities for each example: examples × classes; rows sum to 1.
  ///
  /// - Throws: `InputError` when one is not finite, as where an example is not; `GraphError` where the graph has no node
  ///   `probability`.
  public func probabilities(
    for features: any Features, execution: Execution = Execution()
  ) throws -> Matrix {
    try graph.values(of: NodeRole.probability.name, for: features, execution: execution)
      .requiringFinite("probabilities")
  }

  /// The most probable class of each example; of equally probable ones the first.
  public func predict(
    _ features: any Features, execution: Execution = Execution()
  ) throws -> [Int32] {
    try scores(for: features, execution: execution).classesOfHighestScore()
  }
}

extension Classifier: CustomStringConvertible {
  /// Its graph's summary.
  public var description: String { "\(graph)" }
}
