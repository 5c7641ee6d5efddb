package import StrataLayerGraph
internal import Yams

/// The emphasis of a layer as a recipe writes it: `none`, or α/β as in `1/0.5`.
package struct EmphasisExpression: Hashable, Sendable {
  /// The weights; nil for none.
  package var emphasis: Emphasis?

  /// These weights, or none.
  package init(_ emphasis: Emphasis?) { self.emphasis = emphasis }
}

extension EmphasisExpression: RecipeValue {
  static var expected: String {
    "none, or α/β, the loss's weights on elements that noise has hit and on the others, as in 1/0.5"
  }

  init?(node: YAMLNode) {
    guard let text = node.scalar?.string else { return nil }
    if text == "none" {
      self.init(nil)
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let weights = parts.compactMap { Float($0.split(separator: " ").joined()) }
    guard parts.count == 2, weights.count == 2, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return nil
    }
    self.init(Emphasis(corrupted: weights[0], untouched: weights[1]))
  }

  var text: String { emphasis.map { "\($0.corrupted)/\($0.untouched)" } ?? "none" }
}
