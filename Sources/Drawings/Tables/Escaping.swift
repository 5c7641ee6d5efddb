/// Text that came from outside (a run's name, a command) made fit for where it is printed.
extension StringProtocol {
  /// The text with everything that could steer a terminal or reorder a line written as `\u{1B}`.
  package var printable: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension String {
  /// Printable text in which no character means anything to Markdown.
  package var markdownEscaped: String {
    printable.reduce(into: "") { text, character in
      // CommonMark lets a backslash stand before any ASCII punctuation; these are the ones that matter
      // within a line or a table cell.
      if "\\`*_[]<>#|~$&".contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// One field of a CSV line, quoted when it must be (RFC 4180, section 2).
  package var csvField: String {
    // Scalars, not characters: "\r\n" is one character.
    guard unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return self }
    return "\"" + replacing("\"", with: "\"\"") + "\""
  }

  /// A Markdown code block; its fence is longer than any run of backticks within.
  package static func codeBlock(_ lines: [String]) -> String {
    let longest = lines.map(\.longestRunOfBackticks).max() ?? 0
    let fence = String(repeating: "`", count: Swift.max(3, longest + 1))
    return ([fence + "sh"] + lines + [fence]).joined(separator: "\n") + "\n"
  }

  private var longestRunOfBackticks: Int {
    split { $0 != "`" }.map(\.count).max() ?? 0
  }
}

extension String {
  /// One part of a relative address (RFC 3986, section 3.3): all but unreserved characters as `%20`.
  package var pathEncoded: String {
    utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain =
        character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character))
      return isPlain
        ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}

extension [[String]] {
  /// Rows of cells as CSV (RFC 4180).
  package var csv: String { map { $0.map(\.csvField).joined(separator: ",") + "\r\n" }.joined() }
}
