internal import Yams

/// A value that can be left away: `none` in a recipe.
///
/// Recipes of version 0.1 wrote 0 for it, which is read as `none`, with a note.
extension Optional: RecipeValue where Wrapped: RecipeValue {
  static var expected: String { "none, or \(Wrapped.expected)" }

  init?(node: YAMLNode) {
    if node.scalar?.string == "none" || isZero(node) {
      self = .none
      return
    }
    guard let value = Wrapped(node: node) else { return nil }
    self = .some(value)
  }

  static func advice(on node: YAMLNode) -> String? { Wrapped.advice(on: node) }

  static func note(on node: YAMLNode) -> String? { isZero(node) ? "0 is read as none" : nil }

  var text: String { self?.text ?? "none" }
}

/// How many of the training examples are used.
package enum ExampleLimit: Hashable, Sendable {
  /// As many as there are.
  case all
  /// At most so many.
  case atMost(Int)

  /// The number; nil for all.
  package var count: Int? {
    switch self {
    case .all: nil
    case .atMost(let count): count
    }
  }
}

extension ExampleLimit: RecipeValue {
  static var expected: String { "all, or a number of examples, 1 or more" }

  init?(node: YAMLNode) {
    if node.scalar?.string == "all" || isZero(node) {
      self = .all
    } else if let count = Int(node: node), count > 0 {
      self = .atMost(count)
    } else {
      return nil
    }
  }

  static func note(on node: YAMLNode) -> String? { isZero(node) ? "0 is read as all" : nil }

  var text: String { count.map { "\($0)" } ?? "all" }
}

/// How many of the training examples are kept to choose by.
package enum ValidationSize: Hashable, Sendable {
  /// A sixth of them, as 10,000 of MNIST's 60,000.
  case sixth
  /// None: all are trained on, and nothing is chosen.
  case none
  /// So many.
  case examples(Int)

  /// The number; nil for a sixth.
  package var count: Int? {
    switch self {
    case .sixth: nil
    case .none: 0
    case .examples(let count): count
    }
  }
}

extension ValidationSize: RecipeValue {
  static var expected: String { "sixth, none, or a number of examples, 1 or more" }

  init?(node: YAMLNode) {
    if node.scalar?.string == "none" {
      self = .none
    } else if node.scalar?.string == "sixth" || isZero(node) {
      self = .sixth
    } else if let count = Int(node: node), count > 0 {
      self = .examples(count)
    } else {
      return nil
    }
  }

  static func note(on node: YAMLNode) -> String? {
    isZero(node) ? "0 is read as sixth, as ever; none keeps no examples for validation" : nil
  }

  var text: String {
    switch self {
    case .sixth: "sixth"
    case .none: "none"
    case .examples(let count): "\(count)"
    }
  }
}

/// True for the number that once stood for "none", "all" or "a sixth".
private func isZero(_ node: YAMLNode) -> Bool { Double(node: node) == 0 }
