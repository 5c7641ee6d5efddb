/// Numbers over a number, as lines: learning curves, error over a noise level.
///
/// ```swift
/// let chart = LineChart(
///   "Test error under masking noise", x: ChartAxis("masked pixels", format: .share),
///   y: ChartAxis("test error", format: .percent),
///   series: [.init("stacked DAE", points: [.init(0, 1.4), .init(0.3, 2.2, interval: 2.0...2.5)])])
/// try chart.svg.write(to: url, atomically: true, encoding: .utf8)
/// ```
public struct LineChart: Hashable, Sendable {
  /// A point, and how uncertain its height is.
  public struct Point: Hashable, Sendable {
    let x: Double
    let y: Double
    let interval: ClosedRange<Double>?

    /// A point; a number that its axis cannot show is left out of the chart.
    public init(_ x: Double, _ y: Double, interval: ClosedRange<Double>? = nil) {
      self.x = x
      self.y = y
      self.interval = interval
    }
  }

  /// One line, or loose points.
  public struct Series: Hashable, Sendable {
    /// How the intervals of its points are drawn.
    public enum Uncertainty: Hashable, Sendable {
      /// As one band along the line.
      case band
      /// As a whisker through each point.
      case whiskers
    }

    let name: String
    let points: [Point]
    let uncertainty: Uncertainty
    /// The place in its list of the one point that matters most, such as the best epoch.
    let highlight: Int?

    /// A series. Points are joined in their order.
    public init(
      _ name: String, points: [Point], uncertainty: Uncertainty = .band, highlight: Int? = nil
    ) {
      self.name = name
      self.points = points
      self.uncertainty = uncertainty
      self.highlight = highlight
    }
  }

  let title: String
  let x: ChartAxis
  let y: ChartAxis
  let series: [Series]

  /// A chart of at least one series.
  public init(_ title: String, x: ChartAxis, y: ChartAxis, series: [Series]) {
    precondition(!series.isEmpty, "a chart of nothing")
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }
}
