import Testing

@testable import StrataDrawings
@testable import StrataReports

/// The numbers along an axis.
struct TicksTests {
  @Test func areOneTwoOrFiveTimesAPowerOfTenApart() {
    #expect(Ticks(in: 0...7.5, count: 6).values == [0, 2, 4, 6])
    #expect(Ticks(in: 0...30, count: 6).values == [0, 5, 10, 15, 20, 25, 30])
    #expect(Ticks(in: 0.05...0.62, count: 6).values == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    #expect(Ticks(in: -0.4...0.4, count: 4).values == [-0.4, -0.2, 0, 0.2, 0.4])
    #expect(Ticks(in: 0.05...0.62, count: 6).decimals == 1)
    #expect(Ticks(in: 12_000...99_000, count: 4).values == [50_000])
  }

  @Test func ofWholeNumbersAreWhole() {
    #expect(Ticks(in: 1...3, count: 8, wholeOnly: true).values == [1, 2, 3])
    #expect(Ticks(in: 1...15, count: 8, wholeOnly: true).values == [2, 4, 6, 8, 10, 12, 14])
  }

  @Test func ofALogarithmGrowFewerOverMoreDecades() {
    #expect(
      Ticks(logarithmicIn: 25...2000, count: 8).values == [50, 100, 200, 500, 1000, 2000])
    #expect(Ticks(logarithmicIn: 1e-4...0.1, count: 7).values == [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1])
    #expect(Ticks(logarithmicIn: 1e-6...1e6, count: 7).values == [1e-6, 1e-4, 0.01, 1, 100, 1e4, 1e6])
    // Within a decade there are too few of them.
    #expect(Ticks(logarithmicIn: 60...68, count: 6).values == [60, 62, 64, 66, 68])
  }

  @Test func areWrittenWithoutDigitsThatSayNothing() {
    let number = ChartAxis("")
    #expect(number.text(-0.5, decimals: 1) == "−0.5")
    #expect(number.text(-0.04, decimals: 1) == "0.0")
    #expect(number.text(2000, decimals: 0) == "2,000")
    #expect(number.text(1e-5, decimals: nil) == "1e-5")
    #expect(ChartAxis("", format: .share).text(0.25, decimals: 2) == "25 %")
    #expect(ChartAxis("", format: .percent).text(1.5, decimals: 1) == "1.5 %")
  }

  /// Numbers from a file that somebody has edited must not hang or trap the drawing.
  @Test(arguments: [
    [.nan, .infinity], [1e308, -1e308], [1e99, -1e99], [0, 1e-300], [1, 1.0000000000000002], [], [0, 0], [-3],
  ])
  func anyNumbersCanBeDrawn(values: [Double]) {
    for isLogarithmic in [false, true] {
      let axis = ChartAxis("", isLogarithmic: isLogarithmic)
      let points = values.map { LineChart.Point($0, $0, interval: -.infinity...Double.infinity) }
      let svg = LineChart("", x: axis, y: axis, series: [.init("a", points: points)]).svg
      // The words that explain a point may name the ends of its interval, however far away.
      let drawn = svg.replacing(#/<title>.*?</title>/#, with: "")
      #expect(!drawn.contains("nan") && !drawn.contains("inf") && drawn.count < 20_000)
      let bars = BarChart(
        "", axis: axis, categories: values.map { "\($0)" } + ["none"],
        groups: [.init("", bars: values.map { .init($0) } + [nil])])
      #expect(!bars.svg.contains("=\"nan") && bars.svg.count < 20_000)
      let distribution = DistributionChart("", axis: axis, groups: [.init("", values: values)])
      #expect(!distribution.svg.contains("nan") && distribution.svg.count < 20_000)
    }
  }
}
