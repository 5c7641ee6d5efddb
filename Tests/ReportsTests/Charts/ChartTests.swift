import Foundation
import StrataClassifiers
import StrataReports
import Testing

struct ChartTests {
  @Test(arguments: ChartExamples.all.map(\.name)) func isWholeFile(name: String) throws {
    let svg = try #require(ChartExamples.all.first { $0.name == name }).svg
    try expectGolden(svg, "\(name).svg")
  }

  @Test func confusion() throws {
    let evaluation = try Examples.evaluation(wrongOn: 0..<44, of: 1000)
    let report = ConfusionReport(evaluation.confusion, title: "logistic regression")
    try expectGolden(ConfusionChart(report).svg, "confusion.svg")
  }
}
