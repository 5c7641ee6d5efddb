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
/// Faint noise all over the image, as untrained weights leave it, moves `spread` most, since a pixel
/// counts there by the square of its distance; then `area` and `smoothness`. The two sides of the stroke
/// are measured on what stands out, and hardly change while the noise's standard deviation is below a
/// fifth of the stroke's strength.
public struct FilterShape: Sendable, Hashable, Codable {
  /// ‖w‖, the square root of its energy Σ w².
  public let norm: Double
  /// The standard deviation of a pixel's position where p = w² / Σ w² is its probability: the square root
  /// of the trace of the covariance, in pixels.
  public let spread: Double
  /// The participation ratio (Σ w²)² / Σ w⁴: the number of pixels that take part, were all equally strong
  /// (Bell and Dean 1970; Edwards and Thouless 1972 as "inverse participation").
  public let area: Double
  /// How thick a stroke is, in pixels: of the weights that are at least half as strong as the strongest (of
  /// which, against outliers, a hundredth may be stronger still), the autocorrelation Σ w(p) w(p + r)
  /// has its full width at half maximum, here along the direction in which it is narrowest. Across a bar it
  /// is a triangle, whose width at half its height is the bar's.
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
    let image = weights.map(Double.init)
    let energy = image.reduce(0) { $0 + $1 * $1 }
    norm = energy.squareRoot()
    guard energy > 0 else {
      (spread, area, strokeWidth, strokeLength, smoothness) = (0, 0, 0, 0, 0)
      return
    }
    spread = Self.spread(of: image, width: width)
    area = energy * energy / image.reduce(0) { $0 + $1 * $1 * $1 * $1 }
    let widths = Autocorrelation(of: Self.core(of: image), width: width, height: height)
      .widthsAtHalfMaximum()
    strokeWidth = widths.min() ?? 0
    strokeLength = widths.max() ?? 0
    smoothness = Self.smoothness(of: image, width: width) / energy
  }

  /// The image without what is weaker than half of its strongest weights.
  private static func core(of image: [Double]) -> [Double] {
    let strengths = image.map(abs).sorted()
    let threshold = strengths[strengths.count - 1 - strengths.count / 100] / 2
    return image.map { abs($0) >= threshold ? $0 : 0 }
  }

  /// Half of Σ w(p) · (w(right of p) + w(below p)).
  private static func smoothness(of image: [Double], width: Int) -> Double {
    var sum = 0.0
    for (pixel, weight) in image.enumerated() {
      if (pixel + 1) % width != 0 { sum += weight * image[pixel + 1] }
      if pixel + width < image.count { sum += weight * image[pixel + width] }
    }
    return sum / 2
  }

  private static func spread(of image: [Double], width: Int) -> Double {
    var (mass, x, y, squares) = (0.0, 0.0, 0.0, 0.0)
    for (pixel, weight) in image.enumerated() {
      let share = weight * weight
      let (row, column) = (Double(pixel / width), Double(pixel % width))
      mass += share
      x += share * column
      y += share * row
      squares += share * (column * column + row * row)
    }
    return max(0, squares / mass - (x * x + y * y) / (mass * mass)).squareRoot()
  }
}
