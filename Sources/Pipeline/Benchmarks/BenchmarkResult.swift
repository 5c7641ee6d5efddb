internal import Foundation
internal import LinearAlgebra

/// What one piece of work took: a JSON object on one line, with the keys that scripts timing other
/// programs on the same work use too.
public struct BenchmarkResult: Encodable, Sendable {
  /// `dae`, `finetune`, `logreg`, `infer`, `products` or `kernels`.
  public let work: String
  /// Whose time it is.
  public let peer = "strata"
  /// The program's version.
  public let version = Version.current
  /// The library behind the products.
  public let engine: String
  /// The precision of the products.
  public let precision: String
  /// Threads that share a step.
  public let threads: Int
  /// Examples in a step.
  public var batch: Int?
  /// A product, rows × columns × inner, or a loop.
  public var product: String?
  /// Seconds for 60,000 images, the least of several epochs.
  public var secondsPerEpoch: Double?
  /// The mean loss in the last of them.
  public var loss: Double?
  /// Images per second.
  public var imagesPerSecond: Double?
  /// The median time of one image by itself, in microseconds.
  public var latency: Double?
  /// Seconds of the whole fit.
  public var seconds: Double?
  /// Wrong predictions on the test images, in percent.
  public var testErrorPercent: Double?
  /// 10⁹ operations a second, of the products as written; zeros that are skipped count too.
  public var gigaflops: Double?
  /// The same over the best rate of any product on this machine, measured in the same process.
  public var fractionOfPeak: Double?
  /// The time of a loop over that of one product, 256×1000×784.
  public var ratio: Double?
  /// The most memory that the process has held so far, in MiB.
  public let peakMemory: Int

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
  public func json() throws -> String {
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
