internal import LayerGraph
public import LinearAlgebra

/// A classifier made ready for many predictions: its memory is taken and its threads are started once.
///
/// ```swift
/// let predictor = try classifier.predictor(batchSize: 1)
/// for image in stream { print(try predictor.predict(image)) }
/// ```
///
/// Not for two threads at once.
public final class Predictor {
  private let inference: Inference
  private let inputs: Int
  private let classes: Int

  /// - Parameters:
  ///   - batchSize: images that are computed together; 1 for the shortest wait.
  ///   - density: the share of values to come that are not zero; where it is small, zeros are skipped.
  init(
    _ classifier: Classifier, batchSize: Int, density: Float, execution: Execution
  ) throws {
    precondition(batchSize > 0, "a batch of \(batchSize)")
    inputs = try classifier.graph.width(of: classifier.graph.nodes[0].name)
    classes = classifier.classes
    inference = try Inference(
      classifier.graph, target: "head", batchSize: batchSize, density: density,
      execution: execution)
  }

  /// The classes' scores for each example: examples × classes.
  ///
  /// - Throws: `InputError` unless the examples are as wide as the network's input.
  public func scores(for features: any Features) throws -> Matrix {
    guard features.columns == inputs else {
      throw InputError(
        .malformedData, at: "the examples", expected: "\(inputs) features, the network's inputs",
        found: "\(features.columns)", advice: "use examples of that width")
    }
    var result = Matrix(rows: features.rows, columns: classes)
    result.withUnsafeMatrix { all in
      inference.forEachBatch(of: features) { rows, values in all.rows(rows).assign(values) }
    }
    return result
  }

  /// The most probable class of each example; of equally probable ones the first.
  public func predict(_ features: any Features) throws -> [UInt8] {
    try scores(for: features).largestColumns
  }
}

extension Classifier {
  /// The classifier made ready for many predictions, `batchSize` images computed together.
  ///
  /// - Parameter density: the share of values to come that are not zero; MNIST's images have 0.2.
  public func predictor(
    batchSize: Int = 256, density: Float = 1, execution: Execution = Execution()
  ) throws -> Predictor {
    try Predictor(self, batchSize: batchSize, density: density, execution: execution)
  }
}
