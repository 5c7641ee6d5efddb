internal import StrataLayerGraph
package import StrataLinearAlgebra

/// A classifier made ready for many predictions: its memory is taken and its threads are started once.
///
/// ```swift
/// let predictor = try classifier.predictor(batchSize: 1)
/// for image in stream { print(try predictor.predict(image)) }
/// ```
///
/// Not for two threads at once.
package final class Predictor {
  private let graph: LayerGraph
  private let inference: Inference

  /// - Parameters:
  ///   - batchSize: images that are computed together; 1 for the shortest wait.
  ///   - density: the share of values to come that are not zero; where it is small, zeros are skipped.
  init(
    _ classifier: Classifier, batchSize: Int, density: Float, execution: Execution
  ) throws {
    precondition(batchSize > 0, "a batch of \(batchSize)")
    graph = classifier.graph
    inference = try Inference(
      graph, target: NodeRole.head.name, batchSize: batchSize, density: density, execution: execution)
  }

  /// The classes' scores for each example: examples × classes.
  ///
  /// - Throws: `InputError` unless the examples are as wide as the network's input.
  package func scores(for features: any Features) throws -> Matrix {
    try graph.check(width: features.columns)
    return try inference.values(for: features)
  }

  /// The most probable class of each example; of equally probable ones the first.
  ///
  /// - Throws: `InputError` unless the examples are as wide as the network's input, or when a score is not
  ///   finite.
  package func predict(_ features: any Features) throws -> [Int32] {
    try scores(for: features).classesOfHighestScore()
  }
}

extension Classifier {
  /// The classifier made ready for many predictions, `batchSize` images computed together.
  ///
  /// - Parameter density: the share of values to come that are not zero; MNIST's images have 0.2.
  package func predictor(
    batchSize: Int = 256, density: Float = 1, execution: Execution = Execution()
  ) throws -> Predictor {
    try Predictor(self, batchSize: batchSize, density: density, execution: execution)
  }
}
