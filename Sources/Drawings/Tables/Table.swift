/// Headings and rows of text, drawn for a terminal or as Markdown.
package struct Table: Hashable, Sendable {
  /// What stands above a column, and which way its cells lean.
  package struct Heading: Hashable, Sendable {
    package let text: String
    package let isNumber: Bool

    /// A column of words: leans left, and is the one that is broken into lines when space is short.
    package static func words(_ text: String) -> Heading { Heading(text: text, isNumber: false) }
    /// A column of numbers: leans right and is never broken.
    package static func number(_ text: String) -> Heading { Heading(text: text, isNumber: true) }
  }

  package let headings: [Heading]
  package let rows: [[String]]
  package let footer: [[String]]

  /// A table. Traps unless it has rows, each with one cell for each heading.
  ///
  /// - Parameters:
  ///   - headings: a line break in one is kept in a terminal.
  ///   - footer: last rows under a rule, such as totals.
  package init(_ headings: [Heading], rows: [[String]], footer: [[String]] = []) {
    precondition(!rows.isEmpty, "a table of nothing")
    for row in rows + footer {
      precondition(row.count == headings.count, "\(row.count) cells under \(headings.count) headings")
    }
    self.headings = headings
    self.rows = rows
    self.footer = footer
  }

  /// The table for a terminal, `width` characters wide at most as long as its numbers fit.
  package func text(width: Int = 80) -> String {
    // One normal form, so that a letter and its accent count as one.
    let body = rows.map { $0.map { $0.printable.precomposed } }
    let footer = footer.map { $0.map { $0.printable.precomposed } }
    let widths = columnWidths(of: body + footer, fitting: width)
    let titles = headings.map { $0.text.split(separator: "\n").map(String.init) }
    let height = titles.map(\.count).max() ?? 0
    let header = (0..<height).map { line in
      titles.map { line < height - $0.count ? "" : $0[line - height + $0.count] }
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    let wrap = { (rows: [[String]]) in rows.flatMap { wrapped($0, to: widths) } }
    let lines = header + [rule] + wrap(body) + (footer.isEmpty ? [] : [rule]) + wrap(footer)
    return TextTableAdapter.plain(lines, widths: widths, isNumber: headings.map(\.isNumber))
  }

  /// The table in GitHub's Markdown.
  package var markdown: String {
    let titles = headings.map { $0.text.replacing("\n", with: " ") }
    let lines = [titles] + (rows + footer).map { $0.map(\.precomposed) }
    return TextTableAdapter.markdown(lines, isNumber: headings.map(\.isNumber))
  }

  /// What each column would like; the widest columns of words give way until all fit, as far as their
  /// longest words allow, and beyond that only where the words have to be broken.
  private func columnWidths(of rows: [[String]], fitting width: Int) -> [Int] {
    let cells = headings.indices.map { column in
      headings[column].text.split(separator: "\n").map(String.init) + rows.map { $0[column] }
    }
    var widths = cells.map { $0.map(\.utf16.count).max() ?? 0 }
    let words = widths.indices.filter { !headings[$0].isNumber }
    let longestWords = cells.map { $0.flatMap(\.words).map(\.utf16.count).max() ?? 0 }
    for least in [longestWords, longestWords.map { min($0, 10) }] {
      while widths.reduce(2 * (widths.count - 1), +) > width,
        let widest = words.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
      {
        widths[widest] -= 1
      }
    }
    return widths
  }

  /// The lines that a row takes when its words are broken to fit.
  private func wrapped(_ row: [String], to widths: [Int]) -> [[String]] {
    let cells = zip(row, widths).map { $0.wrapped(to: $1, measure: \.utf16.count) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in cells.map { line < $0.count ? $0[line] : "" } }
  }
}
