/// A square of pixels that strokes are drawn on, with soft edges.
struct DigitCanvas {
  /// The largest share of its ink that a pixel may lack.
  private static let roughness: Float = 0.15

  private let side: Int
  /// The square of each pixel's distance to the nearest stroke, as far as it matters.
  private var squaredDistances: [Float]

  /// A blank canvas.
  init(side: Int) {
    self.side = side
    squaredDistances = [Float](repeating: .infinity, count: side * side)
  }

  /// Wipes the canvas, draws the strokes, and writes the pixels, rough as a pen's ink is.
  mutating func draw(
    _ hand: DigitHand, with draws: inout Draws, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    for pixel in squaredDistances.indices { squaredDistances[pixel] = .infinity }
    for stroke in hand.strokes {
      for (a, b) in zip(stroke, stroke.dropFirst()) { approach(from: a, to: b, reach: hand.radius + 1) }
    }
    for pixel in squaredDistances.indices {
      // A pixel is covered as far as the stroke's edge reaches over its middle.
      let coverage = min(max(hand.radius + 0.5 - squaredDistances[pixel].squareRoot(), 0), 1)
      let rough = 1 - Self.roughness * draws.uniform()
      pixels[pixel] = UInt8(255 * coverage * hand.ink * rough + 0.5)
    }
  }

  /// Lowers the distances of the pixels within reach of a straight piece.
  private mutating func approach(from a: SIMD2<Float>, to b: SIMD2<Float>, reach: Float) {
    let low = pointwiseMin(a, b) - reach
    let high = pointwiseMax(a, b) + reach
    let along = b - a
    let squaredLength = max((along * along).sum(), 1e-12)
    for row in pixels(low.y, high.y) {
      for column in pixels(low.x, high.x) {
        let offset = SIMD2(Float(column), Float(row)) + 0.5 - a
        let share = min(max((offset * along).sum() / squaredLength, 0), 1)
        let away = offset - along * share
        let pixel = row * side + column
        squaredDistances[pixel] = min(squaredDistances[pixel], (away * away).sum())
      }
    }
  }

  /// The rows, or columns, between two coordinates.
  private func pixels(_ low: Float, _ high: Float) -> Range<Int> {
    let first = min(max(Int(low), 0), side)
    return first..<max(min(Int(high) + 1, side), first)
  }
}
