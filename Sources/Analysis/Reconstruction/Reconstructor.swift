internal import StrataFiles
public import StrataLayerGraph
public import StrataLinearAlgebra

/// A stack of autoencoders made ready to reconstruct examples, and to say how well it can: its memory is taken and its
/// threads are started once.
///
/// ```swift
/// let reconstructor = try Reconstructor(stack)
/// let scores = try reconstructor.scores(for: examples)
/// ```
///
/// What lies off the examples that the stack has learned is reconstructed badly, so a high score says that an example is
/// unlike them. Not for two threads at once.
public final class Reconstructor {
  private let graph: LayerGraph
  private let inference: Inference
  private let batchSize: Int

  /// Some examples, as the stack has reconstructed them.
  public struct Batch: Sendable {
    /// Which examples.
    public let rows: Range<Int>
    /// Their reconstructions, in encoded units: examples × columns.
    public let reconstruction: Matrix
    /// For each of them the mean over columns of (x − reconstruction)², in encoded units. What the encoding cuts from x
    /// counts too: the stack cannot see how far a number lies beyond those of training, and this tells.
    public let scores: [Float]
  }

  /// - Parameters:
  ///   - stack: with its decoders, or what `LayerGraph.reconstructing()` made of one.
  ///   - batchSize: examples that are computed together; memory is taken for as many. Traps unless positive.
  ///   - density: the share of values to come that are not zero; where it is small, zeros are skipped.
  ///   - execution: how the arithmetic is carried out.
  /// - Throws: `GraphError` when a layer has no decoder.
  public init(
    _ stack: LayerGraph, batchSize: Int = 256, density: Float = 1, execution: Execution = Execution()
  ) throws {
    precondition(batchSize > 0, "a batch of \(batchSize)")
    let node = LayerGraph.reconstructionNode
    graph = try stack[node] == nil ? stack.reconstructing() : stack.features(of: node)
    self.batchSize = batchSize
    inference = try Inference(
      graph, target: node, batchSize: batchSize, density: density, execution: execution)
  }

  /// Reconstructs examples, and hands them out batch after batch; no more than one batch is held.
  ///
  /// - Throws: `InputError` unless the examples are as wide as the stack's input, or when a score is not finite; and
  ///   what `body` throws.
  public func forEachBatch(of features: any Features, _ body: (Batch) throws -> Void) throws {
    try graph.check(width: features.columns)
    for first in stride(from: 0, to: features.rows, by: batchSize) {
      let rows = first..<min(first + batchSize, features.rows)
      let examples = features.matrix(rows: rows)
      try features.requireIntact()
      let reconstruction = try inference.values(for: examples)
      let given = features.uncut?.matrix(rows: rows) ?? examples
      let scores = (0..<rows.count).map { row in
        meanSquare(of: given.row(row), minus: reconstruction.row(row))
      }
      if let row = scores.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          .numericalFailure, at: "example \(first + row + 1)", expected: "a finite score",
          found: "\(scores[row])", advice: "look at the example's numbers, or train the model again")
      }
      try body(Batch(rows: rows, reconstruction: reconstruction, scores: scores))
    }
  }

  /// The score of each example: the mean over columns of (x − reconstruction)², in encoded units.
  ///
  /// - Throws: `InputError` unless the examples are as wide as the stack's input, or when a score is not finite.
  public func scores(for features: any Features) throws -> [Float] {
    var scores: [Float] = []
    scores.reserveCapacity(features.rows)
    try forEachBatch(of: features) { scores += $0.scores }
    return scores
  }
}

/// The mean of (x − r)², added up in Double; the largest Float where it is larger.
private func meanSquare(of x: ArraySlice<Float>, minus r: ArraySlice<Float>) -> Float {
  var sum = 0.0
  for (x, r) in zip(x, r) { sum += (Double(x) - Double(r)) * (Double(x) - Double(r)) }
  let mean = sum / Double(max(x.count, 1))
  return mean > Double(Float.greatestFiniteMagnitude) && sum.isFinite ? .greatestFiniteMagnitude : Float(mean)
}
