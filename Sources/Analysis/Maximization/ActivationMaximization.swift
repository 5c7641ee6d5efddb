public import LayerGraph
public import LinearAlgebra

/// The input that excites a unit most, among those of norm one (Erhan, Bengio, Courville and Vincent 2009,
/// "Visualizing higher-layer features of a deep network", section 3.1).
///
/// Projected gradient ascent on the value of a node, from random starts, with a step size for each start
/// that grows while steps succeed and shrinks when one fails: no step that lowers the value is taken.
///
/// ```swift
/// let found = try ActivationMaximization(bounds: 0...1)
///   .maximize("encoder.1", of: encoder, units: Array(0..<100), seed: 1)
/// found.inputs  // 100 × 784
/// ```
public struct ActivationMaximization: Sendable, Hashable {
  /// How many random starts each unit has.
  public var restarts: Int
  /// The most steps from a start.
  public var steps: Int
  /// Where each input may lie, besides the whole having norm one: everywhere by default, `0...1` for
  /// pixels. It contains 0.
  public var bounds: ClosedRange<Float>

  /// A search. Traps without starts or steps, or when `bounds` does not contain 0.
  public init(
    restarts: Int = 5, steps: Int = 200, bounds: ClosedRange<Float> = -.infinity ... .infinity
  ) {
    precondition(restarts > 0 && steps > 0, "\(restarts) starts of \(steps) steps")
    precondition(bounds.contains(0) && bounds.lowerBound < bounds.upperBound, "bounds of \(bounds)")
    self.restarts = restarts
    self.steps = steps
    self.bounds = bounds
  }

  /// What was found for some units.
  public struct Outcome: Sendable, Equatable {
    /// The best input of each unit: units × inputs, each of norm one.
    public let inputs: Matrix
    /// The value of the unit there.
    public let values: [Float]
    /// How much the starts agree: the mean over a unit's other starts of the cosine between where they
    /// ended and the best; 1 when all found the same, or with a single start.
    public let agreement: [Float]
  }

  /// Searches for the best inputs of some units of a node.
  ///
  /// - Parameters:
  ///   - node: a dense node, to maximise what comes before its activation, or any node with features.
  ///   - graph: a graph that the node is in; corruption and dropout are absent.
  ///   - units: columns of the node.
  ///   - seed: where the starts come from.
  /// - Throws: `GraphError` when there is no such node or it holds no features; `InputError` when
  ///   `bounds` has no point of norm one in it.
  public func maximize(
    _ node: String, of graph: LayerGraph, units: [Int], seed: UInt64,
    execution: Execution = Execution()
  ) throws -> Outcome {
    preconditionFailure("to come")
  }
}
