internal import Checkpoints
internal import Datasets
internal import Foundation
internal import LinearAlgebra

/// The benchmarks on the data that the user chose.
public struct BenchmarkStage {
  private let benchmark: Benchmark
  private let execution: Execution
  private let console: Console

  /// Loads the data.
  public init(_ options: PipelineOptions, repeats: Int, console: Console) throws {
    execution = options.execution
    try execution.check()
    self.console = console
    // Every training image takes part: there is nothing to choose, and so nothing to validate.
    let dataset = try options.loadUndivided(try options.recipe())
    benchmark = Benchmark(dataset, execution: execution, repeats: repeats)
    let machine = Machine(execution)
    console.say(
      "arithmetic",
      "\(machine.engineVersion), \(machine.arithmetic.instructionSet) loops, "
        + "\(execution.threads) threads, \(machine.arithmetic.precision)")
    for warning in machine.warnings { console.say("slowed down", warning) }
  }

  /// Times each piece of work.
  ///
  /// - Parameter report: called with each result as soon as it is there.
  public func run(
    _ works: [Benchmark.Work], batches: [Int], report: (BenchmarkResult) -> Void
  ) throws -> [BenchmarkResult] {
    let peak = ProductRate(execution)
    console.say("best product", String(format: "%.1f gflops", peak.gigaflops))
    var results: [BenchmarkResult] = []
    for work in works {
      try benchmark.run(work, batches: batches, peak: peak) {
        results.append($0)
        report($0)
      }
    }
    return results
  }
}
