import Foundation
import StrataTestSupport
import Testing

/// What `benchmark` prints; how fast it is is nobody's test.
struct BenchmarkTests {
  private func results(_ line: String, repeats: Int = 1) throws -> [[String: Any]] {
    let outcome = try Program(TinyDigits())(
      "\(line) --dataset ./digits --threads 1 --repeats \(repeats) --json -q")
    #expect(outcome.status == 0, "\(outcome.error)")
    return try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private static let always: Set = [
    "work", "peer", "version", "engine", "precision", "threads", "peak_rss_mb",
  ]

  @Test(arguments: [
    ("dae --batch 20", ["batch", "s_per_epoch", "loss", "images_per_s", "gflops", "fraction_of_peak"]),
    ("finetune --batch 20", ["batch", "s_per_epoch", "loss", "images_per_s", "gflops", "fraction_of_peak"]),
    ("infer", ["batch", "images_per_s", "latency_us", "gflops", "fraction_of_peak"]),
    ("logreg", ["seconds", "test_error_pct"]),
  ])
  func aLineHasTheKeysOfItsWork(line: String, keys: [String]) throws {
    let results = try results("benchmark \(line)")
    #expect(results.count == 1)
    let result = try #require(results.first)
    #expect(Set(result.keys) == Self.always.union(keys))
    for key in keys { #expect(try #require(result[key] as? Double).isFinite, "\(key)") }
    #expect(result["peer"] as? String == "strata")
  }

  /// Every repetition is an epoch that goes on where the last one ended, in the precision that was asked for.
  @Test func theLossIsThatOfTraining() throws {
    func loss(_ options: String = "", repeats: Int = 1) throws -> Double {
      let results = try results("benchmark finetune --batch 20" + options, repeats: repeats)
      return try #require(results.first?["loss"] as? Double)
    }
    let (first, second) = (try loss(), try loss(repeats: 2))
    #expect(first != second)
    let rounded = try loss(" --precision emulated-bfloat16")
    #expect(rounded != first && abs(rounded / first - 1) < 0.05)
  }

  @Test func theErrorIsThatOfTheFit() throws {
    #expect(try results("benchmark logreg").first?["test_error_pct"] as? Double == 0)
  }

  /// Products and loops need no data set.
  @Test(arguments: [("products", "gflops"), ("kernels", "ratio")])
  func whatNeedsNoImagesAsksForNone(work: String, key: String) throws {
    let outcome = try Program()("benchmark \(work) --threads 1 --repeats 1 --json -q")
    #expect(outcome.status == 0, "\(outcome.error)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count >= 8)
    #expect(lines.allSatisfy { $0.contains("\"\(key)\":") && $0.contains("\"product\":") })
  }

  @Test func aBatchOfMoreImagesThanThereAreIsRefused() throws {
    let outcome = try Program(TinyDigits())("benchmark dae --batch 500 --dataset ./digits --quiet")
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("--batch: expected at most 120, the images of digits, found 500"))
    #expect(outcome.output.isEmpty)
  }

  @Test func aPersonSeesATable() throws {
    let outcome = try Program(TinyDigits())("benchmark logreg --dataset ./digits --threads 1 --quiet")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("        "))
    #expect(outcome.output.contains("fit, s") && outcome.output.contains("\nlogreg"))
    #expect(!outcome.output.contains("images"), "a column with nothing in it")
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
