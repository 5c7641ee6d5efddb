internal import Foundation

/// A number as tables hold it.
enum NumberCell {
  /// The number that a cell is, spaces around it left out; nil when it is none. `nan` and `inf` are numbers here.
  static func value(_ text: String) -> Double? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    // Swift would read a number in base 16 too.
    guard !trimmed.isEmpty, !trimmed.contains("x"), !trimmed.contains("X") else { return nil }
    return Double(trimmed)
  }

  /// The name of a class: a whole number in its shortest form, other text as it is; nil for an empty cell.
  static func className(_ text: String) -> String? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty { return nil }
    return value(trimmed).flatMap { Int(exactly: $0) }.map(String.init) ?? trimmed
  }
}
