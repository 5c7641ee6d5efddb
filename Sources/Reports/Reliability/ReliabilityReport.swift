public import StrataClassifiers
package import StrataDrawings
internal import StrataFiles

/// A reliability diagram for people: are predictions of some confidence right as often as they say?
public struct ReliabilityReport: Hashable, Sendable {
  /// The model.
  public let title: String
  /// The counts.
  public let reliability: Reliability

  /// A report on a model.
  public init(_ reliability: Reliability, title: String) {
    (self.reliability, self.title) = (reliability, title)
  }

  /// The diagram as an SVG picture that stands on its own.
  public var svg: String {
    let points = reliability.bins.compactMap { bin -> LineChart.Point? in
      guard let accuracy = bin.accuracy, let confidence = bin.meanConfidence else { return nil }
      return LineChart.Point(confidence, accuracy.value, interval: accuracy.interval)
    }
    return LineChart(
      "Reliability: \(title)", x: ChartAxis("mean confidence", format: .share),
      y: ChartAxis("predicted rightly", format: .share),
      series: [
        .init("test examples", points: points, uncertainty: .whiskers),
        .init("right as often as it says", points: [.init(0, 0), .init(1, 1)]),
      ]
    ).svg
  }

  /// The bins with examples in them.
  package var table: Table {
    Table(
      [
        .words("Confidence"), .number("Examples"), .number("Mean confidence"), .number("Right"),
        .number("95 % interval"),
      ],
      rows: reliability.bins.compactMap { bin in
        guard let accuracy = bin.accuracy, let confidence = bin.meanConfidence else { return nil }
        func percent(_ share: Double) -> String { String(100 * share, decimals: 1) }
        return [
          "\(percent(bin.confidences.lowerBound))–\(percent(bin.confidences.upperBound)) %",
          String(grouped: accuracy.total), percent(confidence) + " %", percent(accuracy.value) + " %",
          "\(percent(accuracy.interval.lowerBound))–\(percent(accuracy.interval.upperBound)) %",
        ]
      })
  }
}
