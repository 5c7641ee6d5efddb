internal import StrataDrawings

/// The mean as a chart shows it, from the least to the greatest value.
extension Summary {
  /// A bar with its whiskers.
  var bar: BarChart.Bar { BarChart.Bar(mean, interval: range) }

  /// A point of a line.
  func point(at x: Double) -> LineChart.Point { LineChart.Point(x, mean, interval: range) }
}
