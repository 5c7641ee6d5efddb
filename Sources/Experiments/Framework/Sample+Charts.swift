internal import StrataClassifiers
internal import StrataDrawings

/// The mean as a chart shows it, from the least to the greatest value.
extension Sample {
  /// A bar with its whiskers.
  var bar: BarChart.Bar { BarChart.Bar(mean, interval: range) }

  /// A point of a line; nil at a level that is no number.
  func point(at level: Level) -> LineChart.Point? {
    level.number.map { LineChart.Point($0, mean, interval: range) }
  }
}
