import Foundation
import StrataClassifiers
import StrataDrawings
import StrataReports

/// Charts with known numbers, one for each thing that a chart can show.
enum ChartExamples {
  static let all: [(name: String, svg: String)] = [
    ("learning-curve", learningCurve.svg), ("robustness", robustness.svg), ("capacity", capacity.svg),
    ("crowd", crowd.svg), ("rate", rate.svg), ("norms", norms.svg), ("noises", noises.svg),
  ]

  /// Two lines that end close to each other, and a best epoch.
  static let learningCurve = LineChart(
    "Learning", x: ChartAxis("epoch"), y: ChartAxis("loss in nats"),
    series: [
      .init("training", points: falling(to: 0.02, from: 0.5, rising: 0)),
      .init("validation", points: falling(to: 0.055, from: 0.4, rising: 0.001), highlight: 10),
    ])

  private static func falling(to end: Double, from start: Double, rising: Double) -> [LineChart.Point] {
    (1...15).map { epoch in
      let x = Double(epoch)
      return LineChart.Point(x, end + start / x + rising * x)
    }
  }

  /// Bands, and shares of one.
  static let robustness = LineChart(
    "Test error under masking noise", x: ChartAxis("masked pixels", format: .share),
    y: ChartAxis("test error", format: .percent),
    series: [
      .init("logistic regression", points: growing(7.5, by: 60)),
      .init("random init, 3 × 1000", points: growing(1.7, by: 38)),
      .init("stacked DAE, 3 × 1000", points: growing(1.4, by: 9)),
    ])

  private static func growing(_ start: Double, by rise: Double) -> [LineChart.Point] {
    (0...6).map { step in
      let noise = Double(step) / 10
      let error = start + rise * noise * noise
      return LineChart.Point(noise, error, interval: 0.9 * error...1.12 * error)
    }
  }

  /// A logarithmic axis, and whiskers.
  static let capacity = LineChart(
    "Reconstruction error by capacity", x: ChartAxis("hidden units", isLogarithmic: true),
    y: ChartAxis("cross-entropy in nats"),
    series: [
      .init("train, no noise", points: byUnits(from: 50), uncertainty: .whiskers),
      .init("test, no noise", points: byUnits(from: 54), uncertainty: .whiskers),
      .init("train, 25 % masking", points: byUnits(from: 58), uncertainty: .whiskers),
      .init("test, 25 % masking", points: byUnits(from: 62), uncertainty: .whiskers),
    ])

  private static func byUnits(from least: Double) -> [LineChart.Point] {
    [25, 50, 100, 200, 500, 1000, 2000].map { (units: Double) in
      let loss = least + 900 / units.squareRoot()
      return LineChart.Point(units, loss, interval: loss - 6...loss + 6)
    }
  }

  /// More names than there is room for at the ends of the lines, and numbers that have no place.
  static let crowd = LineChart(
    "Many lines <that> end & \"meet\"", x: ChartAxis("x"), y: ChartAxis("y"),
    series: (0..<9).map { line in
      let heights: [Double] = (0..<5).map { x in Double(line * (4 - x)) - 3 }
      let points = heights.enumerated().map { x, y in
        LineChart.Point(Double(x), x == 2 && line == 4 ? .nan : y)
      }
      return .init("a rather long name of line \(line)", points: points)
    })

  /// Both axes logarithmic, over several decades; one nameless line.
  static let rate = LineChart(
    "", x: ChartAxis("learning rate", isLogarithmic: true), y: ChartAxis("", isLogarithmic: true),
    series: [
      .init(
        "",
        points: [.init(1e-5, 0.5), .init(1e-4, 0.02), .init(1e-3, 0.003), .init(1e-2, 0.05), .init(0, 1)])
    ])

  /// Two groups of numbers, and one without any.
  static let norms = DistributionChart(
    "Norms of filters", axis: ChartAxis("norm of a unit's weights"),
    groups: [
      .init("no noise", values: waves(about: 2, 1)), .init("25 % masking", values: waves(about: 4, 1.7)),
      .init("nothing", values: []),
    ])

  private static func waves(about middle: Double, _ step: Double) -> [Double] {
    (0..<200).map { index in
      let angle = Double(index) * step
      return middle + sin(angle) * cos(3.1 * angle)
    }
  }

  /// Bars of two groups, one of them missing.
  static let noises = BarChart(
    "Fine-tuned error by kind of noise", axis: ChartAxis("test error", format: .percent),
    categories: ["none", "masking, 25 %", "salt and pepper, 10 %"],
    groups: [
      .init(
        "pretrained", bars: [.init(1.7, interval: 1.5...1.9), .init(1.4, interval: 1.3...1.6), .init(1.5)]),
      .init("from scratch", bars: [.init(1.8, interval: 1.6...2.1), nil, .init(1.75, interval: 1.5...2.0)]),
    ])
}
