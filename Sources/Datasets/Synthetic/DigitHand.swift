/// One hand's way with a digit, drawn at random: how the skeleton is bent, leaned, sized and inked.
struct DigitHand {
  /// The width of the image that is drawn, in pixels, and the side of the box that the ink keeps to.
  static let side = 28
  private static let box: Float = 20
  /// Straight pieces from one point of a stroke to the next.
  private static let piecesPerSpan = 6
  /// No digit takes more draws: nine, and two for each point.
  static let mostDraws = 64

  /// Half of the stroke's width in pixels.
  let radius: Float
  /// The blackness of full ink, at most 1.
  let ink: Float
  /// The strokes as chains of points in pixels.
  let strokes: [[SIMD2<Float>]]

  /// Writes a digit. Only additions, products, quotients and square roots of Float32 are used, which
  /// every processor rounds alike: the same draws give the same strokes everywhere.
  init(writing digit: Int, with draws: inout Draws) {
    let skeleton = draws.choice(of: DigitSkeleton.digits[digit])
    radius = draws.uniform(in: 0.9...1.8)
    ink = draws.uniform(in: 0.85...1)
    let aspect = draws.uniform(in: 0.7...1.1)
    let slant = draws.uniform(in: -0.15...0.45)
    let size = draws.uniform(in: 0.85...1)
    let shift = SIMD2(draws.uniform(in: -1.5...1.5), draws.uniform(in: -1.5...1.5))
    // The rotation by 2·atan(t), up to 17° either way.
    let t = draws.uniform(in: -0.15...0.15)
    let cosine = (1 - t * t) / (1 + t * t)
    let sine = 2 * t / (1 + t * t)

    let points = skeleton.points.map { point -> SIMD2<Float> in
      let jittered = point + SIMD2(draws.bell(spread: 0.12), draws.bell(spread: 0.12)) - 0.5
      let x = jittered.x * aspect - jittered.y * slant
      return SIMD2(x * cosine - jittered.y * sine, x * sine + jittered.y * cosine)
    }
    let curves = skeleton.strokes.map { stroke in Self.curve(through: stroke, of: points) }

    // As MNIST does it: the ink fills the box in its longer direction, and the box is centred.
    let all = curves.joined()
    let low = all.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
    let high = all.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
    let scale = size * (Self.box - 2 * radius) / (high - low).max()
    let middle = (low + high) / 2
    let centre = SIMD2(repeating: Float(Self.side) / 2) + shift
    strokes = curves.map { $0.map { ($0 - middle) * scale + centre } }
  }

  /// A chain of points on the Catmull–Rom curve through the points of a stroke.
  private static func curve(through stroke: [Int], of points: [SIMD2<Float>]) -> [SIMD2<Float>] {
    var chain = [points[stroke[0]]]
    for span in 0..<stroke.count - 1 where stroke[span] != stroke[span + 1] {
      let p0 = points[stroke[max(span - 1, 0)]]
      let p1 = points[stroke[span]]
      let p2 = points[stroke[span + 1]]
      let p3 = points[stroke[min(span + 2, stroke.count - 1)]]
      for piece in 1...piecesPerSpan {
        let t = Float(piece) / Float(piecesPerSpan)
        let linear = p2 - p0
        let square = 2 * p0 - 5 * p1 + 4 * p2 - p3
        let cube = 3 * p1 - 3 * p2 + p3 - p0
        chain.append(p1 + ((cube * t + square) * t + linear) * t / 2)
      }
    }
    return chain
  }
}
