/// How the numbers of several groups are spread: a histogram in a row for each group, over one axis, with
/// the median marked.
public struct DistributionChart: Hashable, Sendable {
  /// Numbers under a name.
  public struct Group: Hashable, Sendable {
    let name: String
    let values: [Double]

    /// A group; numbers that the axis cannot show are left out.
    public init(_ name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  let title: String
  let axis: ChartAxis
  let groups: [Group]

  /// A chart of at least one group.
  public init(_ title: String, axis: ChartAxis, groups: [Group]) {
    precondition(!groups.isEmpty, "a chart of nothing")
    self.title = title
    self.axis = axis
    self.groups = groups
  }

  /// The chart as an SVG picture that stands on its own, 700 pixels wide, for light and dark pages.
  public var svg: String {
    var drawing = SVGDrawing()
    let rowHeight = 64.0
    let top = title.isEmpty ? 12.0 : 40
    let names = groups.map { $0.name.width(atSize: ChartStyle.textSize) }.max() ?? 0
    let left = 24 + min(220, names.rounded(.up))
    let right = ChartStyle.width - 20
    let bottom = top + rowHeight * Double(groups.count)
    let scale = ChartScale(
      axis, showing: groups.flatMap(\.values), from: left, to: right, isWidened: true, tickCount: 8)
    drawing.title(title)
    for tick in scale.ticks.values {
      let x = scale.place(of: tick)
      drawing.add(
        "line",
        ["class": "grid", "x1": .number(x), "x2": .number(x), "y1": .number(top), "y2": .number(bottom)])
    }
    for (index, group) in groups.enumerated() {
      let floor = top + rowHeight * Double(index + 1)
      drawing.group(ChartStyle.className(ofSeries: index)) { drawing in
        draw(group, scale, left: left, floor: floor, height: rowHeight - 14, in: &drawing)
      }
    }
    drawing.horizontalAxis(scale, from: left, to: right, y: bottom)
    return ChartStyle.file(
      drawing, height: bottom + (axis.label.isEmpty ? 30 : 50), title: title, kind: "Distributions")
  }

  private func draw(
    _ group: Group, _ scale: ChartScale, left: Double, floor: Double, height: Double,
    in drawing: inout SVGDrawing
  ) {
    let values = group.values.filter(axis.canShow).sorted()
    drawing.add("text", ["class": "value", "x": 8, "y": .number(floor - 18)], group.name)
    drawing.add(
      "text", ["x": 8, "y": .number(floor - 4)],
      values.count == 1 ? "1 value" : "\(String(grouped: values.count)) values")
    drawing.add(
      "line",
      [
        "class": "grid", "x1": .number(left), "x2": .number(ChartStyle.width - 20), "y1": .number(floor),
        "y2": .number(floor),
      ])
    guard let median = values.median else { return }
    let places = values.map(scale.place)
    let width = 5.0
    // Bins of equal width on the page, so that they are equal steps of a logarithmic axis too.
    let bins = Dictionary(grouping: places) { Int((($0 - left) / width).rounded(.down)) }
    let highest = bins.values.map(\.count).max() ?? 1
    var outline = [(x: left + Double((bins.keys.min() ?? 0)) * width, y: floor)]
    for bin in (bins.keys.min() ?? 0)...(bins.keys.max() ?? 0) {
      let y = floor - height * Double(bins[bin]?.count ?? 0) / Double(highest)
      outline.append((left + Double(bin) * width, y))
      outline.append((left + Double(bin + 1) * width, y))
    }
    outline.append((outline[outline.count - 1].x, floor))
    drawing.add("path", ["class": "area", "d": .text(SVGDrawing.path(through: outline) + "Z")])
    let x = scale.place(of: median)
    drawing.add(
      "line",
      [
        "class": "median", "x1": .number(x), "x2": .number(x), "y1": .number(floor - height - 4),
        "y2": .number(floor),
      ])
    let isAtRight = x < ChartStyle.width - 120
    drawing.add(
      "text",
      [
        "class": "value", "x": .number(x + (isAtRight ? 5 : -5)), "y": .number(floor - height + 4),
        "text-anchor": isAtRight ? "start" : "end",
      ], "median \(axis.text(median, decimals: nil))")
  }
}

extension [Double] {
  /// The middle of ascending numbers, or the mean of the two in the middle; nil of none.
  fileprivate var median: Double? {
    isEmpty ? nil : (self[(count - 1) / 2] + self[count / 2]) / 2
  }
}
