extension LineChart {
  /// The chart as an SVG picture that stands on its own, 700 pixels wide, for light and dark pages.
  public var svg: String {
    var drawing = SVGDrawing()
    let frame = ChartFrame(
      title: title, x: x, y: y, xValues: points.map(\.x), yValues: points.flatMap(\.extent),
      names: series.map(\.name), ends: series.map { $0.points.last { isShown($0) } })
    frame.draw(in: &drawing)
    for (index, series) in series.enumerated() {
      drawing.group(ChartStyle.className(ofSeries: index)) { drawing in
        draw(series, index, frame, in: &drawing)
      }
    }
    return ChartStyle.file(drawing, height: frame.height, title: title, kind: "Line chart")
  }

  private var points: [Point] { series.flatMap { $0.points.filter(isShown) } }

  private func isShown(_ point: Point) -> Bool { x.canShow(point.x) && y.canShow(point.y) }

  private func draw(
    _ series: Series, _ index: Int, _ frame: ChartFrame, in drawing: inout SVGDrawing
  ) {
    // A point that cannot be shown breaks the line.
    for run in series.points.split(whereSeparator: { !isShown($0) }) {
      let places = run.map { (x: frame.x.place(of: $0.x), y: frame.y.place(of: $0.y)) }
      if series.uncertainty == .band { drawBand(run, frame, in: &drawing) }
      drawing.add("path", ["class": "line", "d": .text(SVGDrawing.path(through: places))])
    }
    let every = max(1, (series.points.count + 15) / 30)
    for (place, point) in series.points.enumerated() where isShown(point) {
      let (x, y) = (frame.x.place(of: point.x), frame.y.place(of: point.y))
      if series.uncertainty == .whiskers, let interval = point.interval {
        drawing.whisker(
          x: x, from: frame.y.place(of: interval.lowerBound), to: frame.y.place(of: interval.upperBound))
      }
      let isHighlight = place == series.highlight
      let isLast = place == series.points.count - 1
      guard isHighlight || isLast || place.isMultiple(of: every) else { continue }
      drawing.marker(index, x: x, y: y, isHighlight: isHighlight, hint: hint(series, point))
    }
  }

  private func drawBand(
    _ points: ArraySlice<Point>, _ frame: ChartFrame, in drawing: inout SVGDrawing
  ) {
    let points = points.filter { $0.interval != nil }
    guard points.count > 1 else { return }
    let upper = points.map { (frame.x.place(of: $0.x), frame.y.place(of: $0.interval?.upperBound ?? $0.y)) }
    let lower = points.map { (frame.x.place(of: $0.x), frame.y.place(of: $0.interval?.lowerBound ?? $0.y)) }
    drawing.add(
      "path", ["class": "band", "d": .text(SVGDrawing.path(through: upper + lower.reversed()) + "Z")])
  }

  /// What a point says to who asks it: `stacked DAE: 30 %, 2.2 % (2 % to 2.5 %)`.
  private func hint(_ series: Series, _ point: Point) -> String {
    let interval = point.interval.map {
      " (\(y.text($0.lowerBound, decimals: nil)) to \(y.text($0.upperBound, decimals: nil)))"
    }
    let name = series.name.isEmpty ? "" : series.name + ": "
    return name + "\(x.text(point.x, decimals: nil)), \(y.text(point.y, decimals: nil))" + (interval ?? "")
  }
}

extension LineChart.Point {
  /// Its height and the ends of its interval.
  fileprivate var extent: [Double] { [y] + (interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
}
