extension SVGDrawing {
  /// The `d` of a path with straight lines between places.
  package static func path(through places: [(x: Double, y: Double)]) -> String {
    places.enumerated().map {
      ($0.offset == 0 ? "M" : "L") + String(pixels: $0.element.x) + " " + String(pixels: $0.element.y)
    }.joined()
  }

  /// A vertical whisker with a short rule at each end.
  package mutating func whisker(x: Double, from low: Double, to high: Double) {
    let (x0, x1) = (String(pixels: x - 4), String(pixels: x))
    add(
      "path",
      [
        "class": "whisker",
        "d": .text(
          "M\(x1) \(String(pixels: low))V\(String(pixels: high))M\(x0) \(String(pixels: low))h8"
            + "M\(x0) \(String(pixels: high))h8"),
      ])
  }

  /// A horizontal whisker, in a colour that stands out from the bar under it.
  package mutating func whisker(y: Double, from low: Double, to high: Double) {
    let (y0, y1) = (String(pixels: y - 4), String(pixels: y))
    add(
      "path",
      [
        "class": "whisker ink",
        "d": .text(
          "M\(String(pixels: low)) \(y1)H\(String(pixels: high))M\(String(pixels: low)) \(y0)v8"
            + "M\(String(pixels: high)) \(y0)v8"),
      ])
  }

  /// The marker of the so-manieth series: each has a shape of its own.
  package mutating func marker(_ series: Int, x: Double, y: Double, isHighlight: Bool, hint: String?) {
    let size = isHighlight ? 6.0 : 3.5
    let shape = Self.shapes[series % Self.shapes.count].map { (x + $0.0 * size, y + $0.1 * size) }
    let className: Value = isHighlight ? "hollow" : "mark"
    if shape.isEmpty {
      let attributes: KeyValuePairs<String, Value> = [
        "class": className, "cx": .number(x), "cy": .number(y), "r": .number(size),
      ]
      if let hint { add("circle", attributes, hint: hint) } else { add("circle", attributes) }
    } else {
      let attributes: KeyValuePairs<String, Value> = [
        "class": className, "d": .text(Self.path(through: shape) + "Z"),
      ]
      if let hint { add("path", attributes, hint: hint) } else { add("path", attributes) }
    }
  }

  /// Corners in units of the size; none for a circle.
  private static let shapes: [[(Double, Double)]] = [
    [], [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
    [
      (-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
      (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4),
    ],
    [(-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)],
  ]
}
