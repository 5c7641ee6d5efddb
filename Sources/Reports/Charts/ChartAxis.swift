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

  /// An axis.
  public init(
    _ label: String, isLogarithmic: Bool = false, format: Format = .number,
    range: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.format = format
    self.range = range
  }

  /// True for a number that has a place on such an axis.
  func canShow(_ value: Double) -> Bool { value.isFinite && (!isLogarithmic || value > 0) }
}
