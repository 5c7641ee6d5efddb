internal import Foundation
public import Datasets
public import LinearAlgebra

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
public struct Benchmark: Sendable {
  /// What is timed.
  public enum Work: String, Sendable, CaseIterable {
    case dae, finetune, logreg, infer, products, kernels
  }

  let dataset: Dataset
  let execution: Execution
  let repeats: Int

  /// - Parameters:
  ///   - dataset: all of its images are used: with a validation part, that too.
  ///   - repeats: the least time of so many is taken, after one that does not count.
  public init(_ dataset: Dataset, execution: Execution, repeats: Int = 3) {
    self.dataset = dataset
    self.execution = execution
    self.repeats = repeats
  }

  /// Times one piece of work, for each batch size where it has one.
  ///
  /// - Parameter report: called with each result as soon as it is there.
  public func run(
    _ work: Work, batches: [Int], peak: ProductRate, report: (BenchmarkResult) -> Void
  ) throws {
    switch work {
    case .dae, .finetune:
      for batch in batches { report(try train(work, batch: batch, peak: peak)) }
    case .logreg: report(try fitLogisticRegression())
    case .infer: report(try infer(peak: peak))
    case .kernels:
      for (name, ratio) in KernelTimes(execution, repeats: repeats).measure() {
        var result = BenchmarkResult(.kernels, execution)
        result.product = name
        result.ratio = ratio
        report(result)
      }
    case .products:
      for product in peak.products {
        var result = BenchmarkResult(.products, execution)
        result.product = product.title
        result.gigaflops = product.gigaflops
        result.fractionOfPeak = product.gigaflops / peak.gigaflops
        report(result)
      }
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
