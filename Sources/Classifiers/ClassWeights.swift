/// How much the examples of each class count in the training loss.
public enum ClassWeights: Hashable, Sendable, Codable {
  /// As if every class had equally many: an example of class k counts n / (K · nₖ) times, where nₖ of n examples are of
  /// it and K classes occur (King and Zeng 2001). Over all examples the mean is 1.
  case balanced
  /// These, one for each class.
  case each([Float])

  /// The weight of each class.
  ///
  /// - Parameter labels: of the training examples. Those of no class count for none: training refuses them.
  func values(for labels: [Int32], classes: Int) -> [Float] {
    switch self {
    case .balanced:
      let counts = labels.reduce(into: [Int](repeating: 0, count: classes)) { counts, label in
        if counts.indices.contains(Int(label)) { counts[Int(label)] += 1 }
      }
      let occurring = counts.count { $0 > 0 }
      // Nothing is multiplied by the weight of a class that does not occur.
      return counts.map { $0 > 0 ? Float(Double(labels.count) / (Double(occurring) * Double($0))) : 1 }
    case .each(let weights): return weights
    }
  }
}
