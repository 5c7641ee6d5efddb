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

  /// The name of a class: the text as it is, spaces around it left out, or 3 for what a program wrote as 3.0; nil for an
  /// empty cell.
  static func className(_ text: String) -> String? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if trimmed.isEmpty { return nil }
    let parts = trimmed.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy({ $0 == "0" }), Int(parts[0]) != nil else { return trimmed }
    return String(parts[0])
  }

  /// True for a word that programs write where there is no value.
  static func standsForNone(_ text: String) -> Bool {
    let words = ["na", "n/a", "nan", "null", "none", "?", "-"]
    return words.contains(text.trimmingCharacters(in: .whitespaces).lowercased())
  }

  /// True for the name of a class that is a number with a fraction, such as 0.5: something measured.
  static func isMeasured(_ name: String) -> Bool {
    value(name).map { $0 != $0.rounded() && $0.isFinite } ?? false
  }
}
