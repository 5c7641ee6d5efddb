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
    try Self.checkEncoding(bytes, at: path)
    self.path = path
    self.bytes = bytes
    self.separator = separator ?? Self.guess(bytes[start...])
  }

  /// Throws unless the bytes are text: letters of another encoding would become one and the same, and so would the
  /// names of classes.
  private static func checkEncoding(_ bytes: [UInt8], at path: String) throws(InputError) {
    let hasZero = bytes.contains(0)
    guard hasZero || (try? UTF8Span(validating: bytes.span)) == nil else { return }
    throw InputError(
      .malformedData, at: path, expected: "text in UTF-8", found: hasZero ? "a byte 0" : "another encoding",
      advice: "save it again as UTF-8")
  }

  /// The separator that comes most often in the first line that is not blank, outside of quotes; a comma when none does.
  private static func guess(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in bytes {
      if byte == CellScanner.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        // Blank lines before the first are no lines of the table.
        if counts.isEmpty { continue }
        break
      }
      counts[byte, default: 0] += 1
    }
    let candidates = [";", "\t", ","].map { UInt8(ascii: $0) }
    let best = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] }
    return best.flatMap { counts[$0] == nil ? nil : $0 } ?? UInt8(ascii: ",")
  }

  /// The first lines that are not blank, at most so many, and the scanner behind the first of them.
  func firstRows(_ count: Int) throws(InputError) -> [[String]] {
    try bytes.withUnsafeBufferPointer { bytes throws(InputError) in
      var scanner = CellScanner(bytes, from: start, separator: separator, at: path)
      var rows: [[String]] = []
      while rows.count < count, !scanner.isAtEnd {
        if !scanner.takeBlankLine() { rows.append(try scanner.row()) }
      }
      return rows
    }
  }

  /// All lines, blank ones as one empty cell each.
  func allRows() throws(InputError) -> [[String]] {
    try bytes.withUnsafeBufferPointer { bytes throws(InputError) in
      var scanner = CellScanner(bytes, from: start, separator: separator, at: path)
      var rows: [[String]] = []
      while !scanner.isAtEnd { rows.append(try scanner.row()) }
      return rows
    }
  }
}
