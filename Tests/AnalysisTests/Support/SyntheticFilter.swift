import Foundation
import StrataLinearAlgebra

/// Filters of 28 × 28 weights of which it is known whether they are strokes; each is drawn by a seed and a number.
enum SyntheticFilter: String, CaseIterable {
  // Strokes.
  case straight, bent, withSurround
  // One place, but as wide as long.
  case dot, disc, centreSurround, singlePixel
  // Everywhere, or in several places.
  case whiteNoise, nearZero, smoothNoise, mesh, slope, wholeDigit, severalStrokes

  static let strokes: [Self] = [.straight, .bent, .withSurround]
  static let others = allCases.filter { !strokes.contains($0) }

  /// The weights of one of them. All but noise itself get noise of at most a fifth of their strength.
  func weights(seed: UInt64, number: Int) -> [Float] {
    var draw = Draw(seed: seed, kind: rawValue, number: number)
    var canvas = drawn(&draw)
    if ![.whiteNoise, .nearZero, .smoothNoise, .mesh].contains(self) {
      let noise = draw.within(0, 0.2)
      canvas.add(draw.normal().map { noise * $0 })
    }
    let sign = draw.sign()
    return canvas.pixels.map { Float(sign * $0) }
  }

  private func drawn(_ draw: inout Draw) -> Canvas {
    switch self {
    case .straight:
      let (width, length) = draw.sides(widest: 4.5)
      return Bar(width: width, length: length, at: draw.place(margin: 5), angle: draw.within(0, .pi)).drawn
    case .bent:
      let width = draw.within(1.5, 3.5)
      return .arc(
        width: width, length: draw.within(max(6, 3 * width), 16), bend: draw.within(0.5, 2),
        middle: draw.place(margin: 7), angle: draw.within(0, 2 * .pi))
    case .withSurround:
      let (width, length) = draw.sides(widest: 3.5)
      let bar = Bar(width: width, length: length, at: draw.place(margin: 5), angle: draw.within(0, .pi))
      return bar.drawn(surround: draw.within(0.2, 0.5))
    case .dot: return .dot(sigma: draw.within(0.7, 3), at: draw.place(margin: 5))
    case .disc: return .disc(radius: draw.within(1.2, 4.5), at: draw.place(margin: 5))
    case .centreSurround:
      let (sigma, place) = (draw.within(0.8, 2), draw.place(margin: 5))
      var canvas = Canvas.dot(sigma: sigma * draw.within(1.6, 2.5), at: place).times(-draw.within(0.1, 0.5))
      canvas.add(Canvas.dot(sigma: sigma, at: place).pixels)
      return canvas
    case .singlePixel:
      let pixel = Int(draw.within(0, 784))
      return Canvas { x, y in Int(y) * 28 + Int(x) == pixel ? 1 : 0 }
    case .whiteNoise: return Canvas(draw.normal())
    case .nearZero: return Canvas(draw.normal()).times(1e-4)
    case .smoothNoise:
      let sigma = draw.within(1, 4)
      return Canvas(draw.normal()).blurred(passes: Int(2 * sigma * sigma))
    case .mesh:
      // Of one wavelength, where digits are, and level outside: what weight decay leaves of noise.
      let (noise, passes) = (Canvas(draw.normal()), Int(draw.within(1, 4)))
      var canvas = noise.blurred(passes: passes)
      canvas.add(noise.blurred(passes: 4 * passes).times(-1).pixels)
      let (tilt, level) = (draw.within(0, 0.6), draw.within(0, 0.3) * canvas.deviation)
      return canvas.map { x, y, value in
        hypot(x - 13.5, y - 13.5) < 12 ? value * (1 + tilt * (x - 13.5) / 14) : level
      }
    case .slope:
      let (angle, level) = (draw.within(0, 2 * .pi), draw.within(-1, 1))
      return Canvas { x, y in ((x - 13.5) * cos(angle) + (y - 13.5) * sin(angle)) / 14 + level }
    case .wholeDigit: return .digit(Int(draw.within(0, 8)), slant: draw.within(-0.3, 0.3))
    case .severalStrokes:
      let width = draw.within(1.5, 3.5)
      let length = width * draw.within(2.2, 3)
      let cells = (0..<9).map { ($0, draw.within(0, 1)) }.sorted { $0.1 < $1.1 }.map(\.0)
      var canvas = Canvas { _, _ in 0 }
      for cell in cells.prefix(Int(draw.within(3, 7))) {
        let place = (
          5 + 8.7 * Double(cell % 3) + draw.within(-1, 1), 5 + 8.7 * Double(cell / 3) + draw.within(-1, 1)
        )
        let bar = Bar(width: width, length: length, at: place, angle: draw.within(0, .pi))
        canvas.add(bar.drawn.times(draw.sign() * draw.within(0.8, 1)).pixels)
      }
      return canvas
    }
  }
}

/// Random numbers of one filter, one after the other.
private struct Draw {
  private let stream: RandomStream
  private let number: Int
  private var numbers: ArraySlice<Float>

  init(seed: UInt64, kind: String, number: Int) {
    stream = RandomStream(seed: seed, purpose: kind)
    self.number = number
    numbers = stream.uniform(count: 200, example: number)[...]
  }

  mutating func within(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(numbers.removeFirst())
  }

  mutating func sign() -> Double { within(0, 1) < 0.5 ? 1 : -1 }

  mutating func place(margin: Double) -> (Double, Double) {
    (within(margin, 27 - margin), within(margin, 27 - margin))
  }

  /// Of a bar 2.2 to 5 times as long as wide, at least 4 pixels and at most 16.
  mutating func sides(widest: Double) -> (width: Double, length: Double) {
    let width = within(1.5, widest)
    return (width, max(4, min(16, width * within(2.2, 5))))
  }

  func normal() -> [Double] { stream.at(epoch: 1).normal(count: 784, example: number).map(Double.init) }
}
