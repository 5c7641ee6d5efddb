/// Mean and spread of a number over repetitions.
package struct Sample: Hashable, Sendable {
  /// How many.
  package let count: Int
  /// Σ x / n.
  package let mean: Double
  /// √(Σ (x − mean)² / (n − 1)); 0 of a single value.
  package let deviation: Double
  /// The least and the greatest value.
  package let range: ClosedRange<Double>

  /// Of some values. Traps when there are none.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "a sample of nothing")
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = (squares / Double(max(values.count - 1, 1))).squareRoot()
    range = (values.min() ?? mean)...(values.max() ?? mean)
  }

  /// Student's 95 % interval of the mean over such repetitions; nil of a single value, and of values that do not differ:
  /// then seeds make no difference, and what else would is not known.
  package var interval: ClosedRange<Double>? {
    guard range.lowerBound < range.upperBound else { return nil }
    let t = StudentT.quantile(within: 0.95, degreesOfFreedom: count - 1)
    let half = t * deviation / Double(count).squareRoot()
    return mean - half...mean + half
  }

  /// The interval, but for what lies beyond limits that no value can pass, such as 0 and 100 of a percentage: Student's
  /// takes values to spread evenly about their mean, which near such a limit they do not.
  package func interval(within limits: ClosedRange<Double>) -> ClosedRange<Double>? {
    interval.map { $0.clamped(to: limits) }
  }
}
