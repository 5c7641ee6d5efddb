internal import Foundation
internal import TextTable

/// The one place that knows the TextTable package, which pads and joins the cells.
package enum TextTableAdapter {
  /// Lines of cells under each other, two spaces between columns.
  ///
  /// - Parameter widths: the width of each column in UTF-16 code units, which is how TextTable pads.
  package static func plain(_ lines: [[String]], widths: [Int], isNumber: [Bool]) -> String {
    let table = TextTable<[String]> { cells in
      cells.indices.map { column in
        // TextTable puts one space between columns; the second is part of the cell.
        let gap = column > 0 ? 1 : 0
        return Column(
          title: "", value: (isNumber[column] ? "" : String(repeating: " ", count: gap)) + cells[column],
          width: widths[column] + gap, align: isNumber[column] ? .right : .left)
      }
    }
    // The package wants a heading; headings of several lines are ordinary lines here, so it is dropped.
    return (table.string(for: lines, style: Style.plain) ?? "")
      .split(separator: "\n").dropFirst()
      .map { String($0).trimmedEnd + "\n" }.joined()
  }

  /// A Markdown table whose first line is the heading.
  package static func markdown(_ lines: [[String]], isNumber: [Bool]) -> String {
    guard let titles = lines.first else { return "" }
    let table = TextTable<[String]> { cells in
      cells.indices.map { column in
        Column(title: titles[column], value: cells[column], align: isNumber[column] ? .right : .left)
      }
    }
    return table.string(for: lines.dropFirst(), style: Style.pipe) ?? ""
  }
}
