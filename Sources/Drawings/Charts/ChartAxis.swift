/// One direction of a chart: what it measures, and how its numbers are spaced and written.
public struct ChartAxis: Hashable, Sendable {
  /// How numbers are written.
  public enum Format: Hashable, Sendable {
    /// As they are: `0.25`, `2,000`.
    case number
    /// Numbers that are in percent already: 1.5 as `1.5 %`.
    case percent
    /// Shares of one, written in percent: 0.25 as `25 %`.
    case share
  }

  /// What it measures, with its unit: `hidden units`, `test error`.
  public let label: String
  /// True when equal factors are equally far apart; numbers that are not above zero are then left out.
  public let isLogarithmic: Bool
  /// How its numbers are written.
  public let format: Format
  /// The numbers at its two ends; nil for those that show all of the data.
  public let range: ClosedRange<Double>?

  /// An axis. Traps when its range is a single number, or a logarithmic one begins below zero.
  public init(
    _ label: String, isLogarithmic: Bool = false, format: Format = .number,
    range: ClosedRange<Double>? = nil
  ) {
    if let range {
      precondition(range.lowerBound < range.upperBound, "an axis from \(range.lowerBound) to itself")
      precondition(!isLogarithmic || range.lowerBound > 0, "a logarithm of \(range.lowerBound)")
    }
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.format = format
    self.range = range
  }

  /// True for a number that has a place on such an axis.
  ///
  /// Numbers of more than a hundred digits are left out: they measure nothing, and their sums overflow.
  func canShow(_ value: Double) -> Bool {
    abs(value) < 1e100 && (!isLogarithmic || value > 1e-100)
  }
}
