/// The names of a chart's series: at the ends of their lines where they fit there, else in rows above.
struct ChartLegend {
  /// What stands beside a name above.
  enum Sample {
    case line
    case bar
  }

  private let names: [String]
  private let sample: Sample
  /// Where each name stands at the right, in pixels from the top of the lines' room; nil for names above.
  private let labels: [Double?]?
  private let ends: [Double?]
  private let rows: [[Int]]

  private static let lineHeight = 16.0
  private static let sampleWidth = 34.0

  /// A legend; `ends` are the heights at which the lines end, in room of a `height`.
  init(_ names: [String], ends: [Double?], height: Double) {
    self.names = names
    self.ends = ends
    sample = .line
    guard names.contains(where: { !$0.isEmpty }) else {
      (labels, rows) = ([], [])
      return
    }
    labels = Self.separated(ends, names, height: height)
    rows = labels == nil ? Self.rows(of: names) : []
  }

  /// A legend of bars, in rows above.
  init(bars names: [String]) {
    self.names = names
    sample = .bar
    ends = []
    labels = []
    rows = names.isEmpty ? [] : Self.rows(of: names)
  }

  private static func width(of name: String) -> Double { name.width(atSize: ChartStyle.textSize) }

  /// Pixels at the right of the lines.
  var marginRight: Double {
    guard let labels, !labels.isEmpty else { return 16 }
    return 34 + (names.map(Self.width).max() ?? 0).rounded(.up)
  }

  /// Pixels above the lines.
  var heightAbove: Double { rows.isEmpty ? 0 : Double(rows.count) * 20 + 6 }

  /// The heights of the ends, pushed apart until no two names touch; nil where that takes them too far.
  private static func separated(_ ends: [Double?], _ names: [String], height: Double) -> [Double?]? {
    guard names.allSatisfy({ width(of: $0) <= 190 }) else { return nil }
    let order = ends.indices.filter { ends[$0] != nil }
      .sorted { (ends[$0] ?? 0, $0) < (ends[$1] ?? 0, $1) }
    guard Double(order.count) * lineHeight <= height else { return nil }
    var places = order.map { ends[$0] ?? 0 }
    // Neighbours that overlap part by the same amount, again and again until all stand apart.
    for _ in 0..<200 {
      for index in places.indices.dropLast() {
        let overlap = lineHeight - (places[index + 1] - places[index])
        guard overlap > 0 else { continue }
        places[index] -= overlap / 2
        places[index + 1] += overlap / 2
      }
    }
    var labels = [Double?](repeating: nil, count: ends.count)
    for (index, place) in zip(order, places) {
      if abs(place - (ends[index] ?? 0)) > 2.5 * lineHeight { return nil }
      labels[index] = place
    }
    return labels
  }

  private static func rows(of names: [String]) -> [[Int]] {
    var rows: [[Int]] = [[]]
    var used = 0.0
    for (index, name) in names.enumerated() where !name.isEmpty {
      let needed = sampleWidth + width(of: name) + 18
      if used + needed > ChartStyle.width - 16, used > 0 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(index)
      used += needed
    }
    return rows
  }

  /// Draws it.
  ///
  /// - Parameters:
  ///   - right: where the lines' room ends; `top`, where it begins.
  ///   - above: where the rows above begin.
  func draw(in drawing: inout SVGDrawing, right: Double, top: Double, above: Double) {
    for (index, label) in (labels ?? []).enumerated() {
      guard let label, let end = ends[index] else { continue }
      if abs(label - end) > 3 {
        drawing.add(
          "line",
          [
            "class": "leader", "x1": .number(right - 3), "y1": .number(top + end), "x2": .number(right + 6),
            "y2": .number(top + label),
          ])
      }
      drawing.group(ChartStyle.className(ofSeries: index)) { drawing in
        drawing.marker(index, x: right + 13, y: top + label, isHighlight: false, hint: nil)
        drawing.add("text", ["x": .number(right + 22), "y": .number(top + label + 4)], names[index])
      }
    }
    for (row, members) in rows.enumerated() {
      var x = 8.0
      let y = above + Double(row) * 20 + 6
      for index in members {
        drawing.group(ChartStyle.className(ofSeries: index)) { drawing in
          drawSample(index, x: x, y: y, in: &drawing)
          drawing.add("text", ["x": .number(x + Self.sampleWidth), "y": .number(y + 4)], names[index])
        }
        x += Self.sampleWidth + Self.width(of: names[index]) + 18
      }
    }
  }

  private func drawSample(_ index: Int, x: Double, y: Double, in drawing: inout SVGDrawing) {
    switch sample {
    case .line:
      drawing.add("path", ["class": "line", "d": .text("M\(String(pixels: x)) \(String(pixels: y))h28")])
      drawing.marker(index, x: x + 14, y: y, isHighlight: false, hint: nil)
    case .bar:
      drawing.add(
        "rect", ["class": "bar", "x": .number(x), "y": .number(y - 6), "width": 28, "height": 12])
    }
  }
}
