internal import StrataFiles
public import StrataLayerGraph
public import StrataLinearAlgebra

/// The input that excites a unit most, among those of norm one (Erhan, Bengio, Courville and Vincent 2009,
/// "Visualizing higher-layer features of a deep network", section 3.1).
///
/// Projected gradient ascent on the value of a node, from random starts, with a step size for each start
/// that grows while steps succeed and shrinks when one fails: no step that lowers the value by more than
/// its rounding is taken. Codes with kinks (ReLU) may stop it at a kink, somewhat below a maximum.
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
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `GraphError` when there is no such node or it holds no features; `InputError` when
  ///   `bounds` has no point of norm one in it.
  public func maximize(
    _ node: String, of graph: LayerGraph, units: [Int], seed: UInt64,
    execution: Execution = Execution()
  ) throws -> Outcome {
    let box = UnitBox(bounds: bounds)
    guard box.hasPoints(width: graph.inputWidth) else {
      throw InputError(
        .usage, at: "activation maximization", expected: "bounds that an input of norm one can keep",
        found: "\(bounds) for each of \(graph.inputWidth) elements", advice: "widen the bounds")
    }
    let candidates = units.flatMap { [Int](repeating: $0, count: restarts) }
    let function = try InputGradient(
      graph, node: node, batchSize: max(1, min(candidates.count, Self.batchSize)), execution: execution)
    let starts = starts(of: units, width: graph.inputWidth, box: box, seed: seed)
    var inputs: [Float] = []
    var values: [Float] = []
    let ascent = Ascent(box: box, steps: steps)
    for first in stride(from: 0, to: candidates.count, by: Self.batchSize) {
      let rows = first..<min(first + Self.batchSize, candidates.count)
      let found = ascent.run(function, from: starts.matrix(rows: rows), units: candidates[rows])
      inputs += found.inputs.elements
      values += found.values
    }
    return best(
      of: Matrix(rows: candidates.count, columns: graph.inputWidth, inputs), values, units: units.count)
  }

  /// How many candidates climb side by side.
  private static let batchSize = 512

  /// Random directions, each a pure function of (seed, unit, number of the start), drawn into the box.
  private func starts(of units: [Int], width: Int, box: UnitBox, seed: UInt64) -> Matrix {
    let stream = RandomStream(seed: seed, purpose: "activation maximization")
    var elements: [Float] = []
    for unit in units {
      for start in 0..<restarts {
        let direction = stream.at(epoch: start).normal(count: width, example: unit)
        // A box that a random direction does not reach: its farthest corner's direction does.
        let corner = bounds.upperBound >= -bounds.lowerBound ? Float(1) : -1
        elements +=
          box.nearest(to: direction[...])
          ?? box.nearest(to: direction.map { abs($0) * corner }[...])
          ?? [Float](repeating: corner / Float(width).squareRoot(), count: width)
      }
    }
    return Matrix(rows: units.count * restarts, columns: width, elements)
  }

  /// The best of each unit's ends, and how near the others came to it.
  private func best(of inputs: Matrix, _ values: [Float], units: Int) -> Outcome {
    var elements: [Float] = []
    var bestValues: [Float] = []
    var agreement: [Float] = []
    for unit in 0..<units {
      let rows = unit * restarts..<(unit + 1) * restarts
      let best = rows.max { values[$0] < values[$1] } ?? rows.lowerBound
      let others = rows.filter { $0 != best }
      let cosines = others.map { row in
        zip(inputs.row(row), inputs.row(best)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      }
      elements += inputs.row(best)
      bestValues.append(values[best])
      agreement.append(others.isEmpty ? 1 : cosines.reduce(0, +) / Float(others.count))
    }
    return Outcome(
      inputs: Matrix(rows: units, columns: inputs.columns, elements), values: bestValues,
      agreement: agreement)
  }
}
