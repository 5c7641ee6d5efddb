/// What stands around the lines of a chart: title, legend, axes; and where the lines have room.
struct ChartFrame {
  let x: ChartScale
  let y: ChartScale
  let height: Double
  private let title: String
  private let legend: ChartLegend
  private let left: Double
  private let right: Double
  private let top: Double
  private let bottom: Double

  /// A frame for numbers.
  ///
  /// - Parameters:
  ///   - names: of the series; without any there is no legend.
  ///   - ends: the last point of each series, where its name stands if there is room.
  init(
    title: String, x: ChartAxis, y: ChartAxis, xValues: [Double], yValues: [Double], names: [String],
    ends: [LineChart.Point?]
  ) {
    self.title = title
    let plotHeight = 250.0
    // The legend and the axes ask for each other's room, so the legend is tried at the line ends first.
    let trial = ChartScale(y, showing: yValues, from: plotHeight, to: 0, isWidened: true, tickCount: 6)
    legend = ChartLegend(names, ends: ends.map { $0.map { trial.place(of: $0.y) } }, height: plotHeight)
    let tickWidth = trial.ticks.values.map {
      y.text($0, decimals: trial.ticks.decimals).width(atSize: ChartStyle.textSize)
    }
    left = 16 + (tickWidth.max() ?? 0).rounded(.up)
    right = ChartStyle.width - legend.marginRight
    top = (title.isEmpty ? 12 : 38) + legend.heightAbove + (y.label.isEmpty ? 0 : 22)
    bottom = top + plotHeight
    height = bottom + (x.label.isEmpty ? 30 : 50)
    self.x = ChartScale(
      x, showing: xValues, from: left + 10, to: right - 10, isWidened: false, tickCount: 8)
    self.y = ChartScale(y, showing: yValues, from: bottom, to: top, isWidened: true, tickCount: 6)
  }

  /// Draws it.
  func draw(in drawing: inout SVGDrawing) {
    drawing.title(title)
    for value in y.ticks.values {
      let place = y.place(of: value)
      drawing.add(
        "line",
        [
          "class": "grid", "x1": .number(left), "x2": .number(right), "y1": .number(place),
          "y2": .number(place),
        ]
      )
      drawing.add(
        "text", ["x": .number(left - 8), "y": .number(place + 4), "text-anchor": "end"],
        y.axis.text(value, decimals: y.ticks.decimals))
    }
    drawing.horizontalAxis(x, from: left, to: right, y: bottom)
    if !y.axis.label.isEmpty {
      drawing.add("text", ["x": 8, "y": .number(top - 13)], y.axis.label)
    }
    legend.draw(in: &drawing, right: right, top: top, above: title.isEmpty ? 12 : 38)
  }
}

extension SVGDrawing {
  /// The words on top of a chart.
  package mutating func title(_ title: String) {
    guard !title.isEmpty else { return }
    add("text", ["class": "title", "x": 8, "y": 22], title)
  }

  /// A line with ticks, their numbers, and under it what they measure.
  mutating func horizontalAxis(_ scale: ChartScale, from left: Double, to right: Double, y: Double) {
    add(
      "line",
      ["class": "rule", "x1": .number(left), "x2": .number(right), "y1": .number(y), "y2": .number(y)])
    for value in scale.ticks.values {
      let x = scale.place(of: value)
      add(
        "line",
        ["class": "rule", "x1": .number(x), "x2": .number(x), "y1": .number(y), "y2": .number(y + 5)])
      add(
        "text", ["x": .number(x), "y": .number(y + 19), "text-anchor": "middle"],
        scale.axis.text(value, decimals: scale.ticks.decimals))
    }
    guard !scale.axis.label.isEmpty else { return }
    add(
      "text", ["x": .number((left + right) / 2), "y": .number(y + 40), "text-anchor": "middle"],
      scale.axis.label)
  }
}
