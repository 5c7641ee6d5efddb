import Foundation
import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import StrataDrawings
import StrataReports
import Testing

@Suite struct ConfusionReportTests {
  private func report() throws -> ConfusionReport {
    let labels: [Int32] = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
    let predicted: [Int32] = [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    return ConfusionReport(
      try ConfusionMatrix(predicted: predicted, labels: labels, classes: 4), title: "a *toy*",
      classNames: ["Shirt", "Coat", "Bag", "Boot"])
  }

  @Test func text() throws {
    #expect(
      try report().text == """
        Confusion matrix: a *toy*
        Rows are the true classes, columns the predicted ones.

        True     0  1  2  3
        ───────  ─  ─  ─  ─
        0 Shirt  2  2  ·  ·
        1 Coat   ·  2  1  ·
        2 Bag    ·  ·  3  ·
        3 Boot   ·  ·  ·  ·

        Class    Examples  Precision %  Recall %   F1 %
        ───────  ────────  ───────────  ────────  ─────
        0 Shirt         4       100.00     50.00  66.67
        1 Coat          3        50.00     66.67  57.14
        2 Bag           3        75.00    100.00  85.71
        3 Boot          0            –         –      –
        ───────  ────────  ───────────  ────────  ─────
        mean           10        75.00     72.22  69.84

        Most confused:
          Shirt taken for Coat: 2 of 4 (50.0 %)
          Coat taken for Bag: 1 of 3 (33.3 %)

        """)
  }

  @Test func jsonIsReadAgain() throws {
    let json = try report().json()
    #expect(
      json == """
        {"classes":["Shirt","Coat","Bag","Boot"],\
        "counts":[[2,2,0,0],[0,2,1,0],[0,0,3,0],[0,0,0,0]],"title":"a *toy*"}

        """)
    #expect(try ConfusionReport(json: Data(json.utf8), at: "confusion.json") == report())
  }

  @Test(arguments: [
    "", "{}", #"{"classes":["a"],"counts":[[1,2],[3,4]],"title":""}"#,
    #"{"classes":["a"],"counts":[[-1]],"title":""}"#,
  ])
  func otherJSONIsAnError(json: String) {
    #expect(throws: InputError.self) { try ConfusionReport(json: Data(json.utf8), at: "confusion.json") }
  }

  @Test func markdown() throws {
    #expect(
      try report().markdown == """
        ### Confusion matrix: a \\*toy\\*

        Rows are the true classes, columns the predicted ones.

        | True    |     0 |     1 |     2 |     3 |
        |:--------|------:|------:|------:|------:|
        | 0 Shirt | **2** |     2 |     · |     · |
        | 1 Coat  |     · | **2** |     1 |     · |
        | 2 Bag   |     · |     · | **3** |     · |
        | 3 Boot  |     · |     · |     · | **0** |

        | Class   | Examples | Precision % | Recall % |  F1 % |
        |:--------|---------:|------------:|---------:|------:|
        | 0 Shirt |        4 |      100.00 |    50.00 | 66.67 |
        | 1 Coat  |        3 |       50.00 |    66.67 | 57.14 |
        | 2 Bag   |        3 |       75.00 |   100.00 | 85.71 |
        | 3 Boot  |        0 |           – |        – |     – |
        | mean    |       10 |       75.00 |    72.22 | 69.84 |

        Most confused:

        - Shirt taken for Coat: 2 of 4 (50.0 %)
        - Coat taken for Bag: 1 of 3 (33.3 %)

        """)
  }

  /// Numbers that are no places, such as labels from 1, stand above the columns as they stand before the rows.
  @Test func shortNamesStandAboveTheColumns() throws {
    let confusion = try ConfusionMatrix(predicted: [0, 1, 1], labels: [0, 1, 0], classes: 2)
    let report = ConfusionReport(confusion, title: "letters", classNames: ["8", "Z"])
    #expect(report.text.contains("True  8  Z\n────  ─  ─\n8     1  1\nZ     ·  1\n"), "\(report.text)")
    #expect(ConfusionChart(report).svg.contains(">Z</text>"))
  }

  @Test func nothingConfused() throws {
    let confusion = try ConfusionMatrix(predicted: [0, 1], labels: [0, 1], classes: 2)
    let report = ConfusionReport(confusion, title: "a perfect model")
    #expect(report.mostConfused().isEmpty)
    #expect(report.text.hasSuffix("Most confused:\n  nothing\n"))
  }

  /// Of more classes than anybody looks through the worst are shown.
  @Test func manyClassesAreCutShort() throws {
    let labels = (0..<3000).map { Int32($0 % 300) }
    let predicted = labels.enumerated().map { $0 % 7 == 0 ? ($1 + 1) % 300 : $1 }
    let report = ConfusionReport(
      try ConfusionMatrix(predicted: predicted, labels: labels, classes: 300), title: "300 classes")
    for text in [report.text, report.markdown] {
      #expect(text.split(separator: "\n").count < 60)
      #expect(text.contains("there are over 62 classes"))
    }
    #expect(report.measuresTable().text().split(separator: "\n").count == 24)
  }

  /// All columns are there, in as many blocks as they need.
  @Test(arguments: [10, 26, 62]) func matrixFitsATerminal(classes: Int) throws {
    let labels = (0..<4096).map { Int32($0 % classes) }
    let report = ConfusionReport(
      try ConfusionMatrix(predicted: labels, labels: labels, classes: classes), title: "many classes")
    let lines = report.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    let columns = lines.filter { $0.hasPrefix("True") }.flatMap { $0.split(separator: " ").dropFirst() }
    #expect(columns.map { Int($0) } == (0..<classes).map { $0 })
  }
}
