/// The empirical distribution of some values, of which a new one can be said to be larger than so many.
public struct EmpiricalDistribution: Hashable, Sendable {
  /// The values at equal steps, from the smallest to the largest: 0 %, 0.1 %, … 100 % where there are many.
  public let values: [Float]

  /// The most values that are kept.
  static let steps = 1001

  /// The distribution of some values; nil where there are none, or one is not finite.
  public init?(of values: [Float]) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let sorted = values.sorted()
    let count = min(Self.steps, sorted.count)
    self.values = (0..<count).map { step in
      count == 1
        ? sorted[0] : sorted[Int((Double(step) * Double(sorted.count - 1) / Double(count - 1)).rounded())]
    }
  }

  /// The share of values that are smaller, from 0 to 1.
  public func share(below value: Float) -> Double {
    let count = values.partitioningIndex { $0 >= value }
    return Double(count) / Double(values.count)
  }

  /// The value that a share, from 0 to 1, is not above.
  public func value(at share: Double) -> Float {
    values[min(values.count - 1, max(0, Int((share * Double(values.count - 1)).rounded())))]
  }
}

extension EmpiricalDistribution: Codable {
  private enum CodingKeys: CodingKey { case values }

  /// Reads one back; throws `DecodingError` where its values are none, not finite, or in another order.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    values = try container.decode([Float].self, forKey: .values)
    guard !values.isEmpty, values.allSatisfy(\.isFinite),
      zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container, debugDescription: "it is to be finite numbers in ascending order")
    }
  }
}

extension [Float] {
  /// The first index at which a condition that holds for all later elements too holds; bisection.
  fileprivate func partitioningIndex(_ holds: (Float) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
