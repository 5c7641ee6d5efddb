internal import Foundation
internal import StrataLinearAlgebra
internal import StrataRuns
package import StrataSession

/// The benchmarks that a user chose, on the data that they chose.
package struct BenchmarkStage: Stage {
  private let options: PipelineOptions
  private let execution: Execution
  private let works: [Benchmark.Work]
  private let batches: [Int]
  private let repeats: Int
  private let console: Console
  private let report: (BenchmarkResult) throws -> Void

  /// Benchmarks with a user's options.
  ///
  /// - Parameters:
  ///   - works: what is timed.
  ///   - batches: the images in a step, one after the other.
  ///   - repeats: the least time of so many is taken, after one that does not count.
  ///   - report: is called with each result as soon as it is there.
  /// - Throws: `InputError` when this build or processor lacks the engine or the precision.
  package init(
    _ options: PipelineOptions, _ works: [Benchmark.Work], batches: [Int], repeats: Int, console: Console,
    report: @escaping (BenchmarkResult) throws -> Void
  ) throws {
    self.options = options
    self.works = works
    self.batches = batches
    self.repeats = repeats
    self.console = console
    self.report = report
    execution = options.execution
    try execution.check()
  }

  /// Times each piece of work.
  ///
  /// - Throws: `InputError` when the data set cannot be loaded or a batch is larger than it.
  package func run() throws -> [BenchmarkResult] {
    sayHeader()
    var results: [BenchmarkResult] = []
    func note(_ result: BenchmarkResult) throws {
      results.append(result)
      try report(result)
    }
    lazy var peak = ProductRate(execution, repeats: repeats)
    let onImages = works.filter(\.needsImages)
    if !onImages.isEmpty {
      // Every training image takes part: there is nothing to choose, and so nothing to validate.
      let dataset = try options.loadUndivided(try options.recipe())
      let benchmark = Benchmark(
        dataset: dataset, execution: execution, repeats: repeats, peak: peak)
      for work in onImages { try benchmark.run(work, batches: batches, report: note) }
    }
    if works.contains(.products) {
      for product in peak.products {
        var result = BenchmarkResult(.products, execution)
        result.product = product.title
        result.gigaflops = product.gigaflops
        result.fractionOfPeak = product.gigaflops / peak.gigaflops
        try note(result)
      }
    }
    if works.contains(.kernels) {
      for (name, ratio) in KernelTimes(execution, repeats: repeats).measure() {
        var result = BenchmarkResult(.kernels, execution)
        result.product = name
        result.ratio = ratio
        try note(result)
      }
    }
    return results
  }

  private func sayHeader() {
    let machine = Machine(execution)
    console.say("arithmetic", machine.arithmetic.description)
    options.sayWarnings(of: machine, on: console)
  }
}
