internal import Datasets
internal import LayerGraph
internal import LinearAlgebra

extension MemoryForecast {
  /// Logistic regression by all examples at once: the non-zeros of every batch stay in memory, and L-BFGS keeps its
  /// last ten steps, in double precision.
  init(logisticRegressionOn dataset: Dataset, precision: Precision, resident: Int) {
    self.init(resident: resident)
    let weights = (dataset.width + 1) * dataset.classes
    let doubles = 2 * 10 + 8
    parameters = Self.stored(weights, precision) + (2 * Self.float + 8 * doubles) * weights
    let (images, density) = (dataset.train, dataset.train.images.density)
    let batch = min(1000, images.count)
    batches = Self.floats(batch * (dataset.width + 4 * dataset.classes), precision)
    if density < Arithmetic(precision: precision).worthwhileDensity {
      batches += Int(Double(Self.nonZero) * Double(density) * Double(images.count * dataset.width))
    }
  }

  /// Predictions of a network on the test images: its weights as they were read and as products take them, and a
  /// pass that watches.
  init(evaluating widths: [Int], on dataset: Dataset, precision: Precision, resident: Int) {
    self.init(resident: resident)
    let weights = zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 + $1.1 }
    parameters = 2 * Self.float * weights + Self.stored(weights, precision)
    batches = Self.floats(
      Self.watchedBatch * widths.reduce(0, +) + dataset.test.count * dataset.classes, precision)
    if dataset.test.images.density < Arithmetic(precision: precision).worthwhileDensity {
      batches += Self.nonZero * Self.watchedBatch * dataset.width
    }
  }
}
