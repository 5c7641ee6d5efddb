internal import StrataDatasets
internal import StrataLinearAlgebra

/// The program against the clock, on work that is stated exactly, so that other programs can be timed on
/// the same.
///
/// - `dae`: a denoising autoencoder 784-1000-784 with one weight for both ways, sigmoid units, masking
///   0.25, cross-entropy summed over pixels, plain gradient descent at rate 0.1; an epoch in random order.
/// - `finetune`: 784-1000-1000-1000-10, sigmoid, softmax cross-entropy, the same descent, every layer.
/// - `logreg`: logistic regression on the pixels of 60,000 images; seconds to fit, test error.
/// - `infer`: the forward pass of that network; 256 images at a time, and one alone.
/// - `products`: the products of those steps by themselves, the best of which is the machine's peak.
/// - `kernels`: the loops between the products, each as a multiple of the time of one product.
package struct Benchmark: Sendable {
  /// What is timed.
  package enum Work: String, Sendable, CaseIterable {
    case dae, finetune, logreg, infer, products, kernels

    /// False for what is measured on numbers of its own.
    var needsImages: Bool { self != .products && self != .kernels }
  }

  let dataset: Dataset
  let execution: Execution
  let repeats: Int
  let peak: ProductRate

  /// Times one piece of work on images, for each batch size where it has one.
  ///
  /// - Parameter report: called with each result as soon as it is there.
  func run(_ work: Work, batches: [Int], report: (BenchmarkResult) throws -> Void) throws {
    switch work {
    case .dae, .finetune: for batch in batches { try report(train(work, batch: batch)) }
    case .logreg: try report(fitLogisticRegression())
    case .infer: try report(infer())
    case .products, .kernels: break
    }
  }

  /// The seconds of the fastest of several runs, after one that does not count.
  func leastSeconds(_ body: () throws -> Void) rethrows -> Double {
    try body()
    var least = Double.infinity
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      try body()
      least = min(least, (ContinuousClock.now - start) / .seconds(1))
    }
    return least
  }
}
