public import StrataClassifiers
package import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra

/// A confusion matrix for people: the matrix, each class's measures, the most confused pairs in words.
public struct ConfusionReport: Hashable, Sendable {
  /// The counts.
  public let confusion: ConfusionMatrix
  /// What each class is called: `0`, or `Trouser`.
  public let classNames: [String]
  /// What stands above it: `Logistic regression on MNIST (10,000 test images)`.
  public let title: String

  /// A report. Traps unless there is a name for each class; without names, classes are numbered.
  public init(_ confusion: ConfusionMatrix, title: String, classNames: [String]? = nil) {
    self.confusion = confusion
    self.title = title
    self.classNames = classNames ?? (0..<confusion.classes).map { "\($0)" }
    precondition(self.classNames.count == confusion.classes, "a name for each class")
  }

  /// One sentence for each of the most confused pairs: `4 taken for 9: 12 of 982 (1.2 %)`.
  public func mostConfused(limit: Int = 5) -> [String] {
    confusion.mostConfused(limit: limit).map { pair in
      """
      \(classNames[pair.actual]) taken for \(classNames[pair.predicted]): \
      \(String(grouped: pair.share.count)) of \(String(grouped: pair.share.total)) \
      (\(String(pair.share.percent, decimals: 1)) %)
      """
    }
  }

  /// For a terminal, 80 columns wide; with many classes the matrix comes in several blocks of columns.
  public var text: String {
    let matrix =
      isLarge
      ? Self.tooLarge : blocks.map { matrixTable(columns: $0, bold: false).text() }.joined(separator: "\n")
    let mistakes = mostConfused().flatMap { $0.printable.wrapped(to: 78).map { "  \($0)\n" } }
    return """
      Confusion matrix: \(title.printable)
      Rows are the true classes, columns the predicted ones.

      \(matrix)
      \(measuresTable(escape: \.self).text())
      Most confused:
      \(mistakes.isEmpty ? "  nothing\n" : mistakes.joined())
      """
  }

  /// The same in GitHub's Markdown.
  public var markdown: String {
    let mistakes = mostConfused().map { "- \($0.markdownEscaped)\n" }
    return """
      ### Confusion matrix: \(title.markdownEscaped)

      Rows are the true classes, columns the predicted ones.

      \(isLarge ? Self.tooLarge : matrixTable(columns: 0..<confusion.classes, bold: true).markdown)
      \(measuresTable(escape: \.markdownEscaped).markdown)
      Most confused:

      \(mistakes.isEmpty ? "- nothing\n" : mistakes.joined())
      """
  }

  /// The most classes of which all are shown: digits, capital and small letters.
  private static let mostShown = 62
  private static let tooLarge =
    "Not shown: there are over \(mostShown) classes. Below are those with the lowest F1.\n"

  /// True with more classes than a person can look through: of these the worst are shown.
  package var isLarge: Bool { confusion.classes > Self.mostShown }

  /// The classes that are shown: all, or the worst.
  private var shownClasses: [Int] {
    let all = Array(0..<confusion.classes)
    guard isLarge else { return all }
    let f1 = all.map { confusion.measures(of: $0).f1 ?? 2 }
    return all.sorted { (f1[$0], $0) < (f1[$1], $1) }.prefix(20).sorted()
  }

  /// Ranges of columns, each of which fits a terminal beside the labels of the rows.
  private var blocks: [Range<Int>] {
    let headings = (0..<confusion.classes).map { columnLabel($0).count }.max() ?? 0
    let digits = max("\(confusion.total)".count, headings)
    let labels = min(24, rowLabels.map(\.count).max() ?? 0)
    let fitting = max(1, (80 - max(labels, 4)) / (digits + 2))
    return stride(from: 0, to: confusion.classes, by: fitting).map {
      $0..<min($0 + fitting, confusion.classes)
    }
  }

  private func matrixTable(columns: Range<Int>, bold: Bool) -> Table {
    Table(
      [.words("True")] + columns.map { .number(columnLabel($0)) },
      rows: (0..<confusion.classes).map { actual in
        let label = rowLabel(actual)
        return [bold ? label.markdownEscaped : label]
          + columns.map { predicted in
            let count = confusion[actual: actual, predicted: predicted]
            if bold && actual == predicted { return "**\(count)**" }
            // An empty cell reads as a dot, so that the mistakes stand out.
            return count == 0 ? "·" : "\(count)"
          }
      })
  }

  /// Precision, recall and F1 of each class, and their means.
  package func measuresTable(escape: (String) -> String = \.self) -> Table {
    let percent = { (share: Double?) in share.map { String(100 * $0, decimals: 2) } ?? "–" }
    return Table(
      [.words("Class"), .number("Examples"), .number("Precision %"), .number("Recall %"), .number("F1 %")],
      rows: shownClasses.map { label in
        let measures = confusion.measures(of: label)
        return [
          escape(rowLabel(label)), String(grouped: measures.count), percent(measures.precision),
          percent(measures.recall), percent(measures.f1),
        ]
      },
      footer: [
        [
          "mean", String(grouped: confusion.total), percent(confusion.macroPrecision),
          percent(confusion.balancedAccuracy), percent(confusion.macroF1),
        ]
      ])
  }

  /// What stands before each row.
  var rowLabels: [String] { (0..<confusion.classes).map(rowLabel) }

  /// True where the names themselves fit above the columns, such as those of digits and letters.
  private var hasShortNames: Bool { classNames.allSatisfy { $0.printable.count <= 3 } }

  /// `3`, or `3 Dress` when the class has a name too long to stand above a column.
  private func rowLabel(_ label: Int) -> String {
    hasShortNames ? classNames[label] : "\(label) \(classNames[label])"
  }

  /// What stands above a column: the name, or the number that the row begins with.
  func columnLabel(_ label: Int) -> String { hasShortNames ? classNames[label].printable : "\(label)" }
}
