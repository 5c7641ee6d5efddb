/// A level of a factor: the words for it, and its number where it is one.
///
/// Tables and files show the words, charts place the number; two levels are the same when their words are.
struct Level: Sendable, CustomStringConvertible {
  /// For example `pretrained`, `500` or `25 %`.
  let text: String
  /// For example 500 or 0.25; nil for `pretrained`.
  let number: Double?

  var description: String { text }

  /// A level that is no number.
  init(_ text: String) {
    self.text = text
    number = nil
  }

  /// A level that is a number.
  init(_ number: Int) {
    text = "\(number)"
    self.number = Double(number)
  }

  /// A share: 0.25 is `25 %`.
  init(share: Float) {
    text = percent(share)
    number = Double(share)
  }
}

extension Level: Hashable {
  static func == (left: Level, right: Level) -> Bool { left.text == right.text }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Level: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self.init(text) }
}
