internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLayerGraph
internal import StrataLinearAlgebra

extension MemoryForecast {
  /// An index and a value, by rows and by columns.
  private static let nonZero = 2 * (MemoryLayout<Int32>.size + MemoryLayout<Float>.size)
  private static let double = MemoryLayout<Double>.size

  /// Logistic regression by all examples at once: the non-zeros of batches stay in memory, up to a limit, and L-BFGS keeps its
  /// last ten steps, in double precision.
  ///
  /// - Parameter features: how many features a stack makes of an example; nil for the inputs as they are.
  init(
    logisticRegressionOn dataset: Dataset, features: Int? = nil, arithmetic: Arithmetic, resident: Int
  ) throws {
    self.init(resident: resident)
    let width = features ?? dataset.width
    codes = Self.bytes(ofFeatures: features, of: dataset)
    let graph = try LayerGraph.linearClassifier(
      inputs: width, classes: dataset.classes, loss: .softmaxCrossEntropy)
    let weights = graph.parameterCount
    let doubles = 2 * 10 + 8
    parameters =
      ParameterStore.bytes(graph, precision: arithmetic.precision)
      + (2 * Self.float + Self.double * doubles) * weights
    // Of features it is not known how many will be zero: the most non-zeros that are still skipped over.
    let density =
      features == nil ? dataset.train.features.density : arithmetic.zeroSkipping.limit.nextDown
    batches =
      try 2 * Inference.bytes(graph, target: NodeRole.loss.name, density: density, arithmetic: arithmetic)
    if density < arithmetic.zeroSkipping.limit {
      let nonZeros = Int(Double(Self.nonZero) * Double(density) * Double(dataset.train.count * width))
      batches += min(nonZeros, FullGradient.mostOfNonZeros)
    }
  }

  /// The linear support vector machine: its dual has a number for each example and class, in double precision.
  ///
  /// - Parameter features: how many features a stack makes of an example; nil for the inputs as they are.
  init(linearSVMOn dataset: Dataset, features: Int? = nil, resident: Int) {
    self.init(resident: resident)
    codes = Self.bytes(ofFeatures: features, of: dataset)
    parameters = 3 * Self.double * ((features ?? dataset.width) + 1) * (dataset.classes + 8)
    batches = Self.double * dataset.train.count * (dataset.classes + 4)
  }

  private static func bytes(ofFeatures features: Int?, of dataset: Dataset) -> Int {
    features.map { float * dataset.train.count * $0 } ?? 0
  }

  /// Predictions of a network on the test images: its weights as they were read and as products take them, and a
  /// pass.
  init(evaluating network: LayerGraph, on dataset: Dataset, arithmetic: Arithmetic, resident: Int) throws {
    self.init(resident: resident)
    parameters =
      2 * Self.float * network.parameterCount + ParameterStore.bytes(network, precision: arithmetic.precision)
    batches =
      try Inference.bytes(
        network, target: NodeRole.head.name, density: dataset.test.features.density, arithmetic: arithmetic)
      + Self.float * dataset.test.count * dataset.classes
  }
}
