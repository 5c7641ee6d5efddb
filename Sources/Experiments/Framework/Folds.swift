internal import StrataClassifiers
internal import StrataLinearAlgebra

/// Labelled examples in parts of equal size, each with its share of every class, so that each can be left out once.
struct Folds {
  private let examples: any LabelledExamples
  /// Which part each example is of.
  private let parts: [Int]
  let count: Int

  /// Traps unless there are two parts or more.
  init(_ examples: any LabelledExamples, count: Int) {
    precondition(count >= 2, "\(count) folds")
    self.examples = examples
    self.count = count
    var parts = Array(repeating: 0, count: examples.labels.count)
    // Class by class in turn, so that no part has more than its share.
    let order = examples.labels.indices.sorted { (examples.labels[$0], $0) < (examples.labels[$1], $1) }
    for (position, example) in order.enumerated() { parts[example] = position % count }
    self.parts = parts
  }

  /// All examples but those of a part, and those of it.
  func split(leavingOut part: Int) throws -> (kept: LabelledFeatures, left: LabelledFeatures) {
    (try select { $0 != part }, try select { $0 == part })
  }

  private func select(_ isWanted: (Int) -> Bool) throws -> LabelledFeatures {
    let wanted = parts.indices.filter { isWanted(parts[$0]) }
    let rows = wanted.map { examples.features.matrix(rows: $0..<$0 + 1).elements }
    let features = Matrix(rows: wanted.count, columns: examples.features.columns, Array(rows.joined()))
    return try LabelledFeatures(features, labels: wanted.map { examples.labels[$0] })
  }
}
