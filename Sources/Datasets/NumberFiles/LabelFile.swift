internal import Foundation
internal import StrataFiles

/// A file of labels beside the examples: an array, a table with a column of them, or text with one on each line.
struct LabelFile {
  let labels: RawLabels
  let file: DataFile

  /// - Parameter count: how many examples there are.
  /// - Throws: `InputError` when it is missing or damaged, or when there are more or fewer labels.
  init(_ url: URL, count: Int, _ options: ReadingOptions, notes: inout [Wording]) throws {
    let content = try WholeFile(url, inflating: true, advice: "check the path of the labels")
    file = content.file
    if content.bytes.starts(with: NPYHeader.magic) {
      let array = try NPYArray(bytes: content.bytes[...], at: content.path)
      labels = try RawLabels(array, count: count, notes: &notes)
    } else {
      let words = try Self.words(TableText(content.bytes, at: content.path), count, options)
      labels = RawLabels(words: words)
      notes += labels.notesOnMissing
    }
  }

  private static func words(_ table: TableText, _ count: Int, _ options: ReadingOptions) throws -> [String?] {
    var rows = try table.allRows()
    var column = 0
    if rows.contains(where: { $0.count > 1 }) {
      let columns = try TableColumns(table, label: options.label)
      guard let label = columns.label else {
        throw InputError(
          .malformedData, at: table.path, expected: "one label on each line",
          found: "\(columns.width) columns",
          advice: "keep the column of labels alone, call it label, or give its name")
      }
      column = label
      rows.removeAll { $0.count == 1 && $0[0].isEmpty }
      if columns.names != nil { rows.removeFirst() }
    } else {
      while rows.count > count, rows.last.map({ $0[0].isEmpty }) == true { rows.removeLast() }
      // A line more than there are examples is what the column is called.
      if rows.count == count + 1 { rows.removeFirst() }
    }
    guard rows.count == count else {
      throw InputError(
        .malformedData, at: table.path, expected: "\(count) labels, as many as there are examples",
        found: "\(rows.count) lines", advice: "use files that belong together")
    }
    return try rows.enumerated().map { index, row in
      guard column < row.count else {
        throw InputError(
          .malformedData, at: table.path, expected: "a label for each example",
          found: "\(row.count) cells for example \(index + 1)", advice: "mend the line")
      }
      return NumberCell.className(row[column])
    }
  }
}
