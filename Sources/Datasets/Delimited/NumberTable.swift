internal import Foundation
internal import StrataFiles

/// The numbers of a table of text, and the labels of one of its columns.
struct NumberTable {
  /// The number of examples: lines.
  private(set) var rows = 0
  /// All but the labels, line after line.
  private(set) var values: [Float] = []
  /// The names of classes as `NumberCell.className` has them, nil where the cell is empty; none without a column of them.
  private(set) var labels: [String?] = []
  /// True when all values are whole and in 0 … 255.
  private(set) var areBytes = true
  /// The largest value.
  private(set) var largest = -Float.infinity

  /// Reads all lines but the header.
  ///
  /// - Throws: `InputError`, with the line, when a line has more or fewer cells than the first, or a cell that is no
  ///   finite number.
  init(_ table: TableText, _ columns: TableColumns) throws {
    let capacity = Self.capacity(of: table, columns.featureCount)
    try ObtainableMemory.require(4 * capacity, at: table.path)
    values.reserveCapacity(capacity)
    try table.bytes.withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: table.start, separator: table.separator, at: table.path)
      while scanner.takeBlankLine() {}
      if columns.names != nil { _ = try scanner.row() }
      while !scanner.isAtEnd {
        if scanner.takeBlankLine() { continue }
        try readLine(&scanner, columns, at: table.path)
      }
    }
  }

  /// At least as many values as there are: no line without its end, and no cell but the last without a separator.
  private static func capacity(of table: TableText, _ features: Int) -> Int {
    let lines = table.bytes.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") || $1 == UInt8(ascii: "\r") ? 1 : 0) }
    let (all, isTooLarge) = lines.multipliedReportingOverflow(by: features)
    let cells = table.bytes.count / 2 + 1
    return isTooLarge ? cells : min(all, cells)
  }

  private mutating func readLine(_ scanner: inout CellScanner, _ columns: TableColumns, at path: String)
    throws
  {
    let line = scanner.line
    let first = values.count
    if columns.inputs != nil { values += repeatElement(0, count: columns.featureCount) }
    var column = 0
    var end = CellScanner.End.cell
    while end == .cell {
      let start = scanner
      guard column < columns.width else {
        while try scanner.text().end == .cell { column += 1 }
        throw Self.ragged(columns, column + 1, line, path)
      }
      if column == columns.label {
        let cell = try scanner.text()
        labels.append(NumberCell.className(cell.text))
        end = cell.end
      } else if let inputs = columns.inputs, inputs[column] == nil {
        end = try scanner.text().end
      } else if let cell = try scanner.number() {
        let value = Float(cell.value)
        guard value.isFinite else {
          scanner = start
          throw Self.refused(try scanner.text().text, column, columns, line, path)
        }
        if value < 0 || value > 255 || value != value.rounded(.towardZero) { areBytes = false }
        if value > largest { largest = value }
        if let input = columns.inputs?[column] { values[first + input] = value } else { values.append(value) }
        end = cell.end
      } else {
        let (text, end) = try scanner.text()
        // A line that is too short or too long has other cells in this place.
        let rest = end == .cell ? try scanner.row().count : 0
        guard column + 1 + rest == columns.width else {
          throw Self.ragged(columns, column + 1 + rest, line, path)
        }
        throw Self.refused(text, column, columns, line, path)
      }
      column += 1
    }
    guard column == columns.width else { throw Self.ragged(columns, column, line, path) }
    rows += 1
  }

  /// True where the first of the columns counts the lines, from 0 or from 1 on.
  func firstColumnCounts(columns: Int) -> Bool {
    guard rows > 1, let first = values.first, first == 0 || first == 1 else { return false }
    return (0..<rows).allSatisfy { values[$0 * columns] == first + Float($0) }
  }

  private static func ragged(_ columns: TableColumns, _ count: Int, _ line: Int, _ path: String) -> InputError
  {
    InputError(
      .malformedData, at: "\(path), line \(line)",
      expected: "\(columns.width) \(columns.width == 1 ? "cell" : "cells"), as in the first line",
      found: "\(count)",
      advice: columns.beginsWithComment
        ? "leave out the comment in the first line, which begins with #" : "mend the line, or leave it out")
  }

  private static func refused(
    _ text: String, _ column: Int, _ columns: TableColumns, _ line: Int, _ path: String
  ) -> InputError {
    let isEmpty = NumberCell.className(text) == nil
    let isMissing = isEmpty || NumberCell.standsForNone(text) || NumberCell.value(text) != nil
    let isDecimalComma = NumberCell.value(text.replacing(",", with: ".")) != nil
    let isTooLarge = isMissing && text.contains { $0.isWholeNumber }
    return InputError(
      .malformedData, at: "\(path), line \(line)",
      expected: isTooLarge
        ? "a number of at most \(Float.greatestFiniteMagnitude) in \(columns.title(column))"
        : "a finite number in \(columns.title(column))",
      found: isEmpty ? "an empty cell" : quoted(text),
      advice: isMissing
        ? "put a number there, such as the column's mean, or leave the line out"
        : isDecimalComma
          ? "write decimals with a point, and nothing between thousands"
          : """
          columns of categories are not read yet: leave the column out, or encode it as numbers; if it holds the \
          labels, \(.nameLabelColumn)
          """)
  }
}
