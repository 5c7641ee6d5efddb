internal import Foundation
internal import StrataDrawings

extension BenchmarkResult {
  /// For people: a line for each result, with the columns that any of them has something in.
  package static func table(_ results: [BenchmarkResult]) -> String {
    let used = columns.filter { column in results.contains { !column.cell($0).isEmpty } }
    guard !results.isEmpty else { return "nothing measured" }
    return Table(
      used.map { $0.isNumber ? .number($0.title) : .words($0.title) },
      rows: results.map { result in used.map { $0.cell(result) } }
    ).text()
  }

  private struct Column: Sendable {
    let title: String
    let isNumber: Bool
    let cell: @Sendable (BenchmarkResult) -> String

    static func number(
      _ title: String, digits: Int, _ value: @escaping @Sendable (BenchmarkResult) -> Double?
    ) -> Column {
      Column(title: title, isNumber: true) { result in
        value(result).map { String(format: "%.\(digits)f", $0) } ?? ""
      }
    }
  }

  private static let columns = [
    Column(title: "work", isNumber: false) { $0.product ?? $0.work },
    .number("batch", digits: 0) { $0.batch.map(Double.init) },
    .number("s per\nepoch", digits: 3) { $0.secondsPerEpoch },
    .number("loss", digits: 3) { $0.loss },
    .number("images\nper s", digits: 0) { $0.imagesPerSecond },
    .number("one,\nµs", digits: 1) { $0.latency },
    .number("fit, s", digits: 2) { $0.seconds },
    .number("error\n%", digits: 2) { $0.testErrorPercent },
    .number("gflops", digits: 1) { $0.gigaflops },
    .number("% of\npeak", digits: 0) { $0.fractionOfPeak.map { 100 * $0 } },
    .number("of a\nproduct", digits: 4) { $0.ratio },
    .number("MiB", digits: 0) { Double($0.peakMemory) },
  ]
}
