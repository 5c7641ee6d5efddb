package import StrataClassifiers
internal import StrataLinearAlgebra
internal import Yams

/// How labels are spread, as a recipe writes it: `none`, or how many nearest neighbours by which measure, as in
/// `10 by angle`.
package struct SpreadingExpression: Hashable, Sendable {
  /// How; nil for not at all.
  package var value: LabelSpreading?

  /// This way, or not at all.
  package init(_ value: LabelSpreading?) { self.value = value }
}

extension SpreadingExpression: RecipeValue {
  static var expected: String {
    "none, or how many neighbours, from 1 to \(most), by angle (pictures) or by distance: 10 by angle"
  }

  /// The most neighbours: with more, near and far are no longer told apart.
  private static let most = 1000

  init?(node: YAMLNode) {
    let words = node.scalar?.string.split(separator: " ").map(String.init) ?? []
    if words == ["none"] {
      self.init(nil)
      return
    }
    guard words.count == 3, words[1] == "by", let count = Int(words[0]), (1...Self.most).contains(count),
      let measure = NearestNeighbours.Measure(rawValue: words[2])
    else { return nil }
    self.init(LabelSpreading(neighbours: count, measure: measure))
  }

  package var text: String { value.map { "\($0.neighbours) by \($0.measure.rawValue)" } ?? "none" }
}
