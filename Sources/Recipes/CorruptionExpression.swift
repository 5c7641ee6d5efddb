internal import StrataFiles
package import StrataLayerGraph
internal import Yams

/// The noise of a layer as a recipe writes it: `none`, or noises joined by `+`, each on what the one
/// before it has made.
///
/// ```
/// masking                        # at stack.level
/// masking 0.25 + gaussian 0.1
/// masking 0.5 to 0.1             # in a straight line over the layer's epochs
/// ```
package struct CorruptionExpression: Hashable, Sendable {
  /// One noise.
  package struct Term: Hashable, Sendable {
    /// What it does.
    package var kind: Corruption.Kind
    /// Its level, in the first epoch where it changes; nil where `stack.level` has it.
    package var level: Float?
    /// Its level in the last epoch, where it changes.
    package var finalLevel: Float?

    /// A noise.
    package init(_ kind: Corruption.Kind, level: Float? = nil, finalLevel: Float? = nil) {
      self.kind = kind
      self.level = level
      self.finalLevel = finalLevel
    }
  }

  /// The noises in turn; none for a plain autoencoder.
  package var terms: [Term]

  /// These noises in turn.
  package init(_ terms: [Term]) { self.terms = terms }

  /// No noise.
  package static let none = CorruptionExpression([])

  /// The noises of a key as the library takes them; `level` is for those that name none, where there is one.
  ///
  /// - Parameter isWithinLayer: true where what is disturbed is no example, so that no other example's value can be taken.
  func corruptions(at key: String, level: Float? = nil, isWithinLayer: Bool = false) throws -> [Corruption] {
    try terms.map { term in
      guard !isWithinLayer || ![.swap, .bitFlip, .saltAndPepper].contains(term.kind) else {
        throw InputError(
          .recipe, at: key, expected: "masking or gaussian noise within a layer",
          found: "\(term.kind.rawValue), which is for examples", advice: "take one of those")
      }
      guard let first = term.level ?? level else {
        throw InputError(
          .recipe, at: key, expected: "a level for every noise, as in \(term.kind.rawValue) 0.3",
          found: term.kind.rawValue, advice: "write its level after it")
      }
      let corruption = Corruption(term.kind, level: first, finalLevel: term.finalLevel)
      let levels = Corruption.levels(of: term.kind)
      for level in [corruption.level, corruption.finalLevel ?? corruption.level]
      where !levels.contains(level) {
        throw InputError(
          .recipe, at: term.level == nil ? "stack.level" : key,
          expected: term.kind == .gaussian
            ? "0 or more" : "a probability, 0 to 1, as \(term.kind.rawValue) noise needs",
          found: "\(level)", advice: "change the level, or the corruption to gaussian")
      }
      return corruption
    }
  }
}

extension CorruptionExpression: RecipeValue {
  private static let words = Corruption.Kind.allCases.map(\.rawValue)

  static var expected: String {
    "none, or noises joined by +, each one of \(words.joined(separator: ", ")), with its level if that is "
      + "not stack.level's, as in masking 0.25 + gaussian 0.1, or masking 0.5 to 0.1"
  }

  init?(node: YAMLNode) {
    guard let text = node.scalar?.string else { return nil }
    if text == "none" {
      self = .none
      return
    }
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    let terms = parts.compactMap(Term.init(text:))
    guard terms.count == parts.count else { return nil }
    self.init(terms)
  }

  static func advice(on node: YAMLNode) -> String? {
    let parts = node.scalar?.string.split(separator: "+").map(String.init) ?? []
    for part in parts where Term(text: part[...]) == nil {
      guard let word = part.split(separator: " ").first.map(String.init) else { continue }
      if word == "none" { return "none stands alone;" }
      if !words.contains(word) {
        return Suggestion.nearest(to: word, among: words + ["none"]).map { "did you mean \($0)?" }
      }
      return "write a level as \(word) 0.25, one that changes as \(word) 0.5 to 0.1;"
    }
    return nil
  }

  var text: String { terms.isEmpty ? "none" : terms.map(\.text).joined(separator: " + ") }
}

extension CorruptionExpression.Term {
  /// Reads `KIND`, `KIND LEVEL` or `KIND LEVEL to LEVEL`.
  fileprivate init?(text: Substring) {
    let words = text.split(separator: " ")
    guard let kind = words.first.flatMap({ Corruption.Kind(rawValue: String($0)) }) else { return nil }
    let levels = words.dropFirst().map { Float($0) }
    switch levels.count {
    case 0: self.init(kind)
    case 1:
      guard let level = levels[0] else { return nil }
      self.init(kind, level: level)
    case 3:
      guard words[2] == "to", let level = levels[0], let last = levels[2] else { return nil }
      self.init(kind, level: level, finalLevel: last)
    default: return nil
    }
  }

  fileprivate var text: String {
    var words = [kind.rawValue]
    if let level { words.append("\(level)") }
    if let finalLevel { words += ["to", "\(finalLevel)"] }
    return words.joined(separator: " ")
  }
}
