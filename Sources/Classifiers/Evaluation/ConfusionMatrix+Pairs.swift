extension ConfusionMatrix {
  /// Two classes, the second predicted where the first was right.
  public struct Pair: Hashable, Sendable {
    /// The true class.
    public let actual: Int
    /// The class that was predicted instead.
    public let predicted: Int
    /// How often, out of all examples of the true class.
    public let share: Proportion
  }

  /// The most frequent mistakes, most frequent first; equally frequent ones in order of their classes.
  ///
  /// Pairs that were never confused are left out, so there may be fewer than `limit`; none where it is not positive.
  public func mostConfused(limit: Int) -> [Pair] {
    let mistakes = (0..<classes).flatMap { actual in
      (0..<classes).compactMap { predicted -> Pair? in
        let count = self[actual: actual, predicted: predicted]
        guard actual != predicted, count > 0 else { return nil }
        return Pair(
          actual: actual, predicted: predicted, share: Proportion(count, of: self.actual(actual)))
      }
    }
    // Swift's sort is stable, so ties stay in the order of their classes.
    return Array(mistakes.sorted { $0.share.count > $1.share.count }.prefix(max(0, limit)))
  }
}
