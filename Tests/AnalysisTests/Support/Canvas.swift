import Foundation

/// An image of 28 × 28 numbers that filters are drawn on.
struct Canvas {
  private(set) var pixels: [Double]

  init(_ pixels: [Double]) { self.pixels = pixels }

  /// A value for each column x and row y.
  init(_ value: (_ x: Double, _ y: Double) -> Double) {
    pixels = (0..<784).map { value(Double($0 % 28), Double($0 / 28)) }
  }

  mutating func add(_ others: [Double]) {
    for index in pixels.indices { pixels[index] += others[index] }
  }

  func times(_ factor: Double) -> Canvas { Canvas(pixels.map { factor * $0 }) }

  func map(_ value: (_ x: Double, _ y: Double, _ old: Double) -> Double) -> Canvas {
    Canvas { x, y in value(x, y, pixels[Int(y) * 28 + Int(x)]) }
  }

  /// √(Σ w² / n).
  var deviation: Double { (pixels.reduce(0) { $0 + $1 * $1 } / 784).squareRoot() }

  /// Blurred by 1 2 1 both ways so many times: a Gaussian of the standard deviation √(passes / 2).
  func blurred(passes: Int) -> Canvas {
    var canvas = self
    for _ in 0..<passes {
      for (right, down) in [(1, 0), (0, 1)] {
        let old = canvas.pixels
        func value(_ x: Int, _ y: Int) -> Double {
          (0..<28).contains(x) && (0..<28).contains(y) ? old[y * 28 + x] : 0
        }
        canvas = Canvas { x, y in
          let (x, y) = (Int(x), Int(y))
          return value(x, y) / 2 + (value(x - right, y - down) + value(x + right, y + down)) / 4
        }
      }
    }
    return canvas
  }

  static func dot(sigma: Double, at place: (x: Double, y: Double)) -> Canvas {
    Canvas { x, y in
      exp(-((x - place.x) * (x - place.x) + (y - place.y) * (y - place.y)) / (2 * sigma * sigma))
    }
  }

  static func disc(radius: Double, at place: (x: Double, y: Double)) -> Canvas {
    Canvas { x, y in min(max(radius + 0.5 - hypot(x - place.x, y - place.y), 0), 1) }
  }

  /// A part of a circle that turns by `bend` from one end to the other.
  static func arc(
    width: Double, length: Double, bend: Double, middle: (x: Double, y: Double), angle: Double
  ) -> Canvas {
    let radius = length / bend
    let centre = (x: middle.x - radius * cos(angle), y: middle.y - radius * sin(angle))
    return Canvas { x, y in
      let turned = remainder(atan2(y - centre.y, x - centre.x) - angle, 2 * .pi)
      return Bar.cover(hypot(x - centre.x, y - centre.y) - radius, width)
        * Bar.cover(turned * radius, length)
    }
  }

  /// A figure of soft strokes over the whole image, as averages of digits are: some of the seven segments.
  static func digit(_ number: Int, slant: Double) -> Canvas {
    let (left, right, top, middle, bottom) = (9.0, 18.0, 5.0, 14.0, 23.0)
    let segments = [
      ((left, top), (right, top)), ((right, top), (right, middle)), ((right, middle), (right, bottom)),
      ((left, bottom), (right, bottom)), ((left, middle), (left, bottom)), ((left, top), (left, middle)),
      ((left, middle), (right, middle)),
    ]
    let digits = [
      [0, 1, 2, 3, 4, 5], [0, 1, 6, 4, 3], [0, 1, 6, 2, 3], [5, 6, 1, 2], [0, 5, 6, 2, 3],
      [0, 5, 4, 3, 2, 6],
      [0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 5, 6],
    ]
    return Canvas { x, y in
      let x = x + slant * (y - 14)
      return digits[number].map { index in
        let ((x0, y0), (x1, y1)) = segments[index]
        let (dx, dy) = (x1 - x0, y1 - y0)
        let along = min(max(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0), 1)
        let distance = hypot(x - x0 - along * dx, y - y0 - along * dy)
        return exp(-distance * distance / 4.5)
      }.max() ?? 0
    }
  }
}

/// A straight stroke with soft edges.
struct Bar {
  let width: Double
  let length: Double
  let place: (x: Double, y: Double)
  let angle: Double

  init(width: Double, length: Double, at place: (Double, Double), angle: Double) {
    (self.width, self.length, self.place, self.angle) = (width, length, place, angle)
  }

  /// How much of a pixel so far from the middle is within a size.
  static func cover(_ distance: Double, _ size: Double) -> Double {
    min(max(size / 2 + 0.5 - abs(distance), 0), 1)
  }

  var drawn: Canvas { drawn(surround: 0) }

  /// With a band of the opposite sign, as wide as the bar, along each of its sides.
  func drawn(surround: Double) -> Canvas {
    Canvas { x, y in
      let across = (x - place.x) * cos(angle) + (y - place.y) * sin(angle)
      let along = (y - place.y) * cos(angle) - (x - place.x) * sin(angle)
      let (bar, band) = (Self.cover(across, width), Self.cover(across, 3 * width))
      return (bar - surround * band * (1 - bar)) * Self.cover(along, length)
    }
  }
}
