internal import StrataClassifiers
internal import StrataDrawings
internal import StrataLayerGraph

extension Capacity {
  /// How far the test loss is from its lowest, as training goes on: a line for each width.
  func overTraining(_ course: Observations, _ level: Float) -> Findings.Exhibit<String> {
    let epochs = course.levels(of: "epochs")
    let series = course.levels(of: "hidden units").map { width in
      // Of each seed, from its own lowest.
      let losses = epochs.map { course.values(of: Self.test, at: [width, Level(share: level), $0]) }
      let rises = losses[0].indices.map { seed in Self.rises(losses.map { $0[seed] }) }
      return LineChart.Series(
        "\(width) units",
        points: epochs.enumerated().compactMap { number, epoch in
          let rise = Sample(rises.map { $0[number] })
          // Where training begins the loss is many times its lowest.
          guard rise.mean <= Self.highest else { return nil }
          return rise.point(at: epoch)
        })
    }
    let chart = LineChart(
      "Test loss above its lowest, trained with noise \(percent(level))", x: ChartAxis("epochs"),
      y: ChartAxis("above the lowest", format: .percent, range: 0...Self.highest), series: series)
    return .init(
      "course-\(Int(level * 100))", chart.svg,
      caption: "Trained with masking noise of \(percent(level)): a line that turns upwards is a layer that "
        + "begins to overfit. Bands: the least and the greatest of the seeds.")
  }

  /// The upper end of the chart, in percent.
  private static let highest = 10.0

  /// Training and test loss at the end, by width.
  func overWidths(_ end: Observations, _ level: Float) -> Findings.Exhibit<String> {
    let series = [Self.train, Self.test].map { quantity in
      LineChart.Series(
        quantity.name,
        points: end.levels(of: "hidden units").compactMap { width in
          end.summary(of: quantity, at: [width, Level(share: level)])?.point(at: width)
        })
    }
    let chart = LineChart(
      "Reconstruction after training with noise \(percent(level))",
      x: ChartAxis("hidden units", isLogarithmic: true), y: ChartAxis("cross-entropy, nats"),
      series: series)
    return .init(
      "capacity-\(Int(level * 100))", chart.svg,
      caption: "Trained with masking noise of \(percent(level)).")
  }
}
