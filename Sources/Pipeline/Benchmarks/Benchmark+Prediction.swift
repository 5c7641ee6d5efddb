internal import Classifiers
internal import Datasets
internal import LayerGraph
internal import LinearAlgebra

extension Benchmark {
  /// Images per second in batches of 256, and the median time of one image by itself.
  func infer(peak: ProductRate) throws -> BenchmarkResult {
    let classifier = try Classifier(network())
    let images = dataset.test.images
    let batch = 256
    let predictor = try classifier.predictor(
      batchSize: batch, density: images.density, execution: execution)
    let whole = images[rows: 0..<images.rows / batch * batch]
    let seconds = try leastSeconds { _ = try predictor.predict(whole) }

    let one = try classifier.predictor(
      batchSize: 1, density: images.density, execution: execution)
    let singles = (0..<2000).map { images[rows: $0 % images.rows..<$0 % images.rows + 1] }
    var latencies: [Double] = []
    for image in singles {
      let start = ContinuousClock.now
      _ = try one.predict(image)
      latencies.append((ContinuousClock.now - start) / .microseconds(1))
    }

    var result = BenchmarkResult(.infer, execution)
    let weights = 784.0 * 1000 + 2 * 1000 * 1000 + 1000 * 10
    result.batch = batch
    result.imagesPerSecond = Double(whole.rows) / seconds
    result.latency = latencies.sorted()[latencies.count / 2]
    result.gigaflops = Double(whole.rows) / seconds * 2 * weights / 1e9
    result.fractionOfPeak = (result.gigaflops ?? 0) / peak.gigaflops
    return result
  }

  /// Seconds to fit logistic regression to every training image, and its test error.
  func fitLogisticRegression() throws -> BenchmarkResult {
    var classifier: Classifier?
    let start = ContinuousClock.now
    classifier = try LogisticRegression().fit(dataset.train, execution: execution)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    var result = BenchmarkResult(.logreg, execution)
    result.seconds = seconds
    let evaluation = try classifier?.evaluate(on: dataset.test, execution: execution)
    result.testErrorPercent = evaluation.map { 100 * $0.error.value }
    return result
  }
}
