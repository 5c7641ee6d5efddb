internal import StrataFiles

/// The bytes of a table of text, and how its cells are told apart.
struct TableText {
  let path: String
  let bytes: [UInt8]
  let separator: UInt8
  /// Where the first line begins: after a byte order mark, if there is one.
  let start: Int

  /// - Parameter separator: nil to guess it from the first line: a comma, a semicolon or a tab.
  /// - Throws: `InputError` when it is empty or in UTF-16.
  init(_ bytes: [UInt8], at path: String, separator: UInt8? = nil) throws(InputError) {
    guard !bytes.starts(with: [0xff, 0xfe]), !bytes.starts(with: [0xfe, 0xff]) else {
      throw InputError(
        .malformedData, at: path, expected: "text in UTF-8", found: "UTF-16", advice: "save it again as UTF-8"
      )
    }
    start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard bytes.count > start else {
      throw InputError(
        .malformedData, at: path, expected: "a table of numbers", found: "an empty file",
        advice: "put an intact copy in its place")
    }
    self.path = path
    self.bytes = bytes
    self.separator = separator ?? Self.guess(bytes[start...])
    try checkEncoding()
    try checkQuotes()
  }

  /// Throws unless the bytes are text: letters of another encoding would become one and the same, and so would the
  /// names of classes.
  private func checkEncoding() throws(InputError) {
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    let hasZero = bytes.contains(0)
    guard hasZero || !(isASCII || String(validating: bytes, as: UTF8.self) != nil) else { return }
    throw InputError(
      .malformedData, at: path, expected: "text in UTF-8", found: hasZero ? "a byte 0" : "another encoding",
      advice: "save it again as UTF-8")
  }

  /// Throws where a quote that opens a cell is never closed: all that follows would be one cell.
  private func checkQuotes() throws(InputError) {
    guard bytes.contains(CellScanner.quote) else { return }
    let unclosed: Int? = bytes.withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: start, separator: separator)
      while !scanner.isAtEnd, scanner.unclosedQuote == nil { _ = scanner.text() }
      return scanner.unclosedQuote
    }
    guard let unclosed else { return }
    throw InputError(
      .malformedData, at: "\(path), line \(unclosed)", expected: "a second quote at the end of the cell",
      found: "none in the rest of the file", advice: "close the quote, or leave it out")
  }

  /// The separator that comes most often in the first line, outside of quotes; a comma when none does.
  private static func guess(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == CellScanner.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      counts[byte, default: 0] += 1
    }
    let candidates = [";", "\t", ","].map { UInt8(ascii: $0) }
    let best = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] }
    return best.flatMap { counts[$0] == nil ? nil : $0 } ?? UInt8(ascii: ",")
  }

  /// The first lines that are not blank, at most so many, and the scanner behind the first of them.
  func firstRows(_ count: Int) -> [[String]] {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: start, separator: separator)
      var rows: [[String]] = []
      while rows.count < count, !scanner.isAtEnd {
        if !scanner.takeBlankLine() { rows.append(scanner.row()) }
      }
      return rows
    }
  }

  /// All lines, blank ones as one empty cell each.
  func allRows() -> [[String]] {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CellScanner(bytes, from: start, separator: separator)
      var rows: [[String]] = []
      while !scanner.isAtEnd { rows.append(scanner.row()) }
      return rows
    }
  }
}
