internal import Foundation
internal import StrataLinearAlgebra
internal import StrataSession

/// What one piece of work took: a JSON object on one line, with the keys that scripts timing other
/// programs on the same work use too.
package struct BenchmarkResult: Encodable, Sendable {
  /// `dae`, `finetune`, `logreg`, `infer`, `products` or `kernels`.
  package let work: String
  /// Whose time it is.
  package let peer = "strata"
  /// The program's version.
  package let version = Version.current
  /// The library behind the products.
  package let engine: String
  /// The precision of the products.
  package let precision: String
  /// Threads that share a step.
  package let threads: Int
  /// Examples in a step.
  package var batch: Int?
  /// A product, rows × columns × inner, or a loop.
  package var product: String?
  /// Seconds for 60,000 images, the least of several epochs.
  package var secondsPerEpoch: Double?
  /// The mean loss in the last of them.
  package var loss: Double?
  /// Images per second.
  package var imagesPerSecond: Double?
  /// The median time of one image by itself, in microseconds.
  package var latency: Double?
  /// Seconds of the whole fit.
  package var seconds: Double?
  /// Wrong predictions on the test images, in percent.
  package var testErrorPercent: Double?
  /// 10⁹ operations a second, of the products as written; zeros that are skipped count too.
  package var gigaflops: Double?
  /// The same over the best rate of any product on this machine, measured in the same process.
  package var fractionOfPeak: Double?
  /// The time of a loop over that of one product, 256×1000×784.
  package var ratio: Double?
  /// The most memory that the process has held so far, in MiB.
  package let peakMemory: Int

  init(_ work: Benchmark.Work, _ execution: Execution) {
    self.work = work.rawValue
    engine = execution.arithmetic.engine.rawValue
    precision = execution.arithmetic.precision.rawValue
    threads = execution.threads
    peakMemory = Self.peakMemory()
  }

  /// The line `VmHWM: 123456 kB` of the process's status, in MiB.
  private static func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 / 1024 } ?? 0
  }

  /// The object on one line, its keys sorted, its numbers of four decimal places.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(rounded), as: UTF8.self)
  }

  private var rounded: BenchmarkResult {
    let places: [WritableKeyPath<BenchmarkResult, Double?>] = [
      \.secondsPerEpoch, \.loss, \.imagesPerSecond, \.latency, \.seconds, \.testErrorPercent,
      \.gigaflops, \.fractionOfPeak, \.ratio,
    ]
    return places.reduce(into: self) { result, place in
      result[keyPath: place] = result[keyPath: place].map { ($0 * 1e4).rounded() / 1e4 }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case work, peer, version, engine, precision, threads, batch, product, loss, seconds, ratio
    case secondsPerEpoch = "s_per_epoch"
    case imagesPerSecond = "images_per_s"
    case latency = "latency_us"
    case testErrorPercent = "test_error_pct"
    case gigaflops = "gflops"
    case fractionOfPeak = "fraction_of_peak"
    case peakMemory = "peak_rss_mb"
  }
}
