/// Numbers of categories, side by side for several groups: horizontal bars with whiskers and their numbers.
public struct BarChart: Hashable, Sendable {
  /// A number, and how uncertain it is.
  public struct Bar: Hashable, Sendable {
    let value: Double
    let interval: ClosedRange<Double>?

    /// A bar.
    public init(_ value: Double, interval: ClosedRange<Double>? = nil) {
      self.value = value
      self.interval = interval
    }
  }

  /// Bars of one colour: one for each category, nil where there is none.
  public struct Group: Hashable, Sendable {
    let name: String
    let bars: [Bar?]

    /// A group; with one group only, its name is not shown.
    public init(_ name: String, bars: [Bar?]) {
      self.name = name
      self.bars = bars
    }
  }

  let title: String
  let axis: ChartAxis
  let categories: [String]
  let groups: [Group]

  /// A chart. Traps unless each group has a place for each category.
  public init(_ title: String, axis: ChartAxis, categories: [String], groups: [Group]) {
    precondition(!groups.isEmpty && !categories.isEmpty, "a chart of nothing")
    for group in groups {
      precondition(
        group.bars.count == categories.count, "\(group.bars.count) bars for \(categories.count) categories")
    }
    self.title = title
    self.axis = axis
    self.categories = categories
    self.groups = groups
  }

  /// The chart as an SVG picture that stands on its own, 700 pixels wide, for light and dark pages.
  public var svg: String {
    var drawing = SVGDrawing()
    let thickness = groups.count == 1 ? 18.0 : 14
    let rowHeight = thickness * Double(groups.count) + 12
    let legend = ChartLegend(bars: groups.count > 1 ? groups.map(\.name) : [])
    let above = title.isEmpty ? 12.0 : 38
    let top = above + legend.heightAbove + 4
    let names = categories.map { $0.width(atSize: ChartStyle.textSize) }.max() ?? 0
    let left = 20 + min(240, names.rounded(.up))
    let bottom = top + rowHeight * Double(categories.count)
    let scale = scale(from: left, to: ChartStyle.width - 64)
    drawing.title(title)
    legend.draw(in: &drawing, right: 0, top: 0, above: above)
    for tick in scale.ticks.values {
      let x = scale.place(of: tick)
      drawing.add(
        "line",
        ["class": "grid", "x1": .number(x), "x2": .number(x), "y1": .number(top), "y2": .number(bottom)])
    }
    for (row, category) in categories.enumerated() {
      let start = top + rowHeight * Double(row)
      drawing.add(
        "text",
        [
          "class": "value", "x": .number(left - 8), "y": .number(start + rowHeight / 2 + 4),
          "text-anchor": "end",
        ], category)
      for (index, group) in groups.enumerated() {
        guard let bar = group.bars[row], axis.canShow(bar.value) else { continue }
        let y = start + 6 + thickness * Double(index)
        drawing.group(ChartStyle.className(ofSeries: index)) { drawing in
          draw(bar, scale, from: left, y: y, thickness: thickness - 2, in: &drawing)
        }
      }
    }
    drawing.horizontalAxis(scale, from: left, to: ChartStyle.width - 64, y: bottom)
    return ChartStyle.file(
      drawing, height: bottom + (axis.label.isEmpty ? 30 : 50), title: title, kind: "Bar chart")
  }

  /// Bars begin at zero, so that their lengths can be compared.
  private func scale(from left: Double, to right: Double) -> ChartScale {
    let bars = groups.flatMap(\.bars).compactMap(\.self)
    let values = bars.flatMap { [$0.value] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
    return ChartScale(
      axis, showing: axis.isLogarithmic ? values : values + [0], from: left, to: right, isWidened: true,
      tickCount: 6)
  }

  private func draw(
    _ bar: Bar, _ scale: ChartScale, from left: Double, y: Double, thickness: Double,
    in drawing: inout SVGDrawing
  ) {
    let zero = axis.isLogarithmic ? left : scale.place(of: 0)
    let end = scale.place(of: bar.value)
    drawing.add(
      "rect",
      [
        "class": "bar", "x": .number(min(zero, end)), "y": .number(y), "width": .number(abs(end - zero)),
        "height": .number(thickness),
      ])
    var wordsAt = max(end, zero)
    if let interval = bar.interval {
      let high = scale.place(of: interval.upperBound)
      drawing.whisker(
        y: y + thickness / 2, from: scale.place(of: interval.lowerBound), to: high)
      wordsAt = max(wordsAt, high)
    }
    drawing.add(
      "text", ["x": .number(wordsAt + 7), "y": .number(y + thickness / 2 + 4)],
      axis.text(bar.value, decimals: nil))
  }
}
