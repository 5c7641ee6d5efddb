/// A distribution in a few numbers.
public struct Quantiles: Sendable, Hashable, Codable {
  /// How many values there are.
  public let count: Int
  /// The smallest value.
  public let minimum: Double
  /// A quarter of the values lie below it.
  public let lowerQuartile: Double
  /// Half of the values lie below it.
  public let median: Double
  /// Three quarters of the values lie below it.
  public let upperQuartile: Double
  /// The largest value.
  public let maximum: Double
  /// Σ x / n.
  public let mean: Double
  /// √(Σ (x − mean)² / (n − 1)); 0 of a single value.
  public let standardDeviation: Double

  /// The quantiles of some values, by linear interpolation between order statistics (Hyndman and Fan
  /// 1996, definition 7). Traps when there are none.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "quantiles of nothing")
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    count = values.count
    minimum = sorted[0]
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
    maximum = sorted[sorted.count - 1]
    let mean = values.reduce(0, +) / Double(count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = (squares / Double(max(count - 1, 1))).squareRoot()
  }
}
