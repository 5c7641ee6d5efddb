/// Values in ascending order, of which a new one can be said to be larger than so many.
public struct Quantiles: Codable, Hashable, Sendable {
  /// The values at equal steps, from the smallest to the largest: 0 %, 0.1 %, … 100 % where there are many.
  public let values: [Float]

  /// The most values that are kept.
  static let steps = 1001

  /// Quantiles of some values, of which there must be one or more.
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
