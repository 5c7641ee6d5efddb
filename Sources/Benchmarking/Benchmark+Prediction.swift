internal import StrataClassifiers
internal import StrataDatasets
internal import StrataLinearAlgebra

extension Benchmark {
  /// Images per second in batches of 256, and the median time of one image by itself.
  func infer() throws -> BenchmarkResult {
    let classifier = try Classifier(network())
    let images = dataset.test.features
    let batch = min(256, images.rows)
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
    result.batch = batch
    result.imagesPerSecond = Double(whole.rows) / seconds
    result.latency = latencies.sorted()[latencies.count / 2]
    result.gigaflops = Double(whole.rows) / seconds * 2 * weights.reduce(0, +) / 1e9
    result.fractionOfPeak = (result.gigaflops ?? 0) / peak.gigaflops
    return result
  }

  /// Seconds to fit logistic regression to every training image, and its test error.
  func fitLogisticRegression() throws -> BenchmarkResult {
    let start = ContinuousClock.now
    let classifier = try LogisticRegression().fit(
      dataset.train, classes: dataset.classes, execution: execution)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    var result = BenchmarkResult(.logreg, execution)
    result.seconds = seconds
    result.testErrorPercent =
      100 * (try classifier.evaluate(on: dataset.test, execution: execution)).error.value
    return result
  }
}
