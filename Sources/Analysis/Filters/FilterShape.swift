/// The shape of one filter w, an image of weights: how large, how far spread, how thick.
///
/// No single number is "the stroke is thicker and wider"; these are the ones that can be defined:
///
/// | measure | a bar of width d and length l | white noise over n pixels |
/// |---|---|---|
/// | `spread` | √((d² + l²) / 12) | the image's own, 11.4 for 28 × 28 |
/// | `area` | d·l | n / 3 |
/// | `strokeWidth` | d | 1 |
/// | `strokeLength` | l | 1 |
/// | `smoothness` | 1 − (1/d + 1/l) / 2 | 0 |
///
/// Faint noise all over the image, as untrained weights leave it, moves `spread` most, since it weighs a
/// pixel by the square of its distance; then `area`; the stroke's two sides little, as long as the
/// noise has less energy than the stroke. A filter of more noise than stroke has a width of about 1.
public struct FilterShape: Sendable, Hashable, Codable {
  /// ‖w‖, the square root of its energy Σ w².
  public let norm: Double
  /// The standard deviation of a pixel's position where p = w² / Σ w² is its probability: the square root
  /// of the trace of the covariance, in pixels.
  public let spread: Double
  /// The participation ratio (Σ w²)² / Σ w⁴: the number of pixels that take part, were all equally strong
  /// (Bell and Dean 1970; Edwards and Thouless 1972 as "inverse participation").
  public let area: Double
  /// The full width at half maximum of the autocorrelation Σ w(p) w(p + r), along the direction in which
  /// it is narrowest, in pixels: how thick a stroke is.
  public let strokeWidth: Double
  /// The same along the direction in which it is widest: how long a stroke is.
  public let strokeLength: Double
  /// The correlation of a pixel with its neighbours, Σ w(p) w(q) over pairs side by side, divided by what
  /// it would be were they equal (Moran 1950, with a mean of 0): about 0 for noise, 1 for smooth shapes.
  public let smoothness: Double

  /// Measures a filter, an image row after row. Of a filter of zeros everything is 0. Traps unless it
  /// has `width × height` finite weights.
  public init(of weights: [Float], width: Int, height: Int) {
    precondition(
      width > 0 && height > 0 && weights.count == width * height,
      "\(weights.count) weights of \(width) × \(height) pixels")
    let correlation = Autocorrelation(of: weights.map(Double.init), width: width, height: height)
    let energy = correlation[0, 0]
    norm = energy.squareRoot()
    guard energy > 0 else {
      (spread, area, strokeWidth, strokeLength, smoothness) = (0, 0, 0, 0, 0)
      return
    }
    spread = Self.spread(of: weights, width: width)
    let fourth = weights.reduce(0.0) { $0 + Double($1 * $1) * Double($1 * $1) }
    area = energy * energy / fourth
    let widths = correlation.widthsAtHalfMaximum()
    strokeWidth = widths.min() ?? 0
    strokeLength = widths.max() ?? 0
    smoothness = (correlation[1, 0] + correlation[0, 1]) / (2 * energy)
  }

  private static func spread(of weights: [Float], width: Int) -> Double {
    var (mass, x, y, squares) = (0.0, 0.0, 0.0, 0.0)
    for (pixel, weight) in weights.enumerated() {
      let share = Double(weight) * Double(weight)
      let (row, column) = (Double(pixel / width), Double(pixel % width))
      mass += share
      x += share * column
      y += share * row
      squares += share * (column * column + row * row)
    }
    return max(0, squares / mass - (x * x + y * y) / (mass * mass)).squareRoot()
  }
}
