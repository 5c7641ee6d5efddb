internal import Foundation

extension String {
  /// The text in lines no wider than `width`, broken at spaces; a wider word is broken anywhere.
  ///
  /// - Parameter measure: the width of a piece of text, in the unit of `width`.
  package func wrapped(to width: Int, measure: (String) -> Int = \.count) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      if !line.isEmpty && measure(line + " " + word) <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty && measure(line + String(character)) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    lines.append(line)
    return lines
  }

  /// The text in lines of at most 80 characters, for a terminal.
  package func wrapped() -> String { wrapped(to: 80).joined(separator: "\n") }

  /// What stands between spaces; a shape such as `3 × 1000` is one word, and so is `25 %`.
  package var words: [String] {
    withUnitsKept.split(separator: " ").map { String($0).replacing("\u{A0}", with: " ") }
  }

  /// The text with spaces that do not break in shapes and before percent signs.
  package var withUnitsKept: String {
    replacing(" × ", with: "\u{A0}×\u{A0}").replacing(" %", with: "\u{A0}%")
  }

  /// The text without the spaces at its end.
  package var trimmedEnd: String {
    lastIndex { $0 != " " }.map { String(self[...$0]) } ?? ""
  }

  /// The canonical composed form (NFC), in which a letter and its accent are one.
  package var precomposed: String { precomposedStringWithCanonicalMapping }
}
