/// The shape of one filter w, an image of weights: how large, how far spread, how thick.
///
/// No single number is "the stroke is thicker and wider"; these are the ones that can be defined:
///
/// | measure | a bar of width d and length l | white noise over n pixels |
/// |---|---|---|
/// | `spread` | √((d² + l²) / 12) | the image's own, 11.4 for 28 × 28 |
/// | `area` | d·l | n / 3 |
/// | `strokeWidth` | d, to half a pixel from 3 pixels on | 1.6 |
/// | `strokeLength` | l, to a sixth | 2 |
/// | `smoothness` | 1 − (1/d + 1/l) / 2 | 0 |
/// | `concentration` | 0.8 to 0.95 | 0.08 |
/// | `elongation` | l / d | 1.9 |
/// | `coverage` | d·l / n | 0.02 |
///
/// Faint noise all over the image, as untrained weights leave it, moves `spread` most, since a pixel
/// counts there by the square of its distance; then `area` and `smoothness`. The two sides of the stroke
/// are measured on what stands out and hardly change while the noise's standard deviation is below a
/// quarter of the stroke's strength. `smoothness` tells what is smooth from noise; whether it is a stroke
/// says `kind`.
public struct FilterShape: Sendable, Hashable, Codable {
  /// ‖w‖, the square root of its energy Σ w².
  public let norm: Double
  /// The standard deviation of a pixel's position where p = w² / Σ w² is its probability: the square root
  /// of the trace of the covariance, in pixels.
  public let spread: Double
  /// The participation ratio (Σ w²)² / Σ w⁴: the number of pixels that take part, were all equally strong
  /// (Bell and Dean 1970; Edwards and Thouless 1972 as "inverse participation").
  public let area: Double
  /// How thick a stroke is, in pixels: the full width at half maximum of the autocorrelation
  /// Σ w(p) w(p + r), along the direction in which it is narrowest. Across a bar it is a triangle, whose
  /// width at half its height is the bar's. Against noise w is blurred first (1 2 1 both ways) and what is
  /// weaker than half of its strongest hundredth is left out.
  public let strokeWidth: Double
  /// The same along the direction in which it is widest: how long a stroke is.
  public let strokeLength: Double
  /// The correlation of a pixel with its neighbours, Σ w(p) w(q) over pairs side by side, divided by what
  /// it would be were they equal (Moran 1950, with a mean of 0): about 0 for noise, 1 for smooth shapes.
  public let smoothness: Double
  /// The share of the energy that lies in the strongest region: of the pixels that stand out, as for
  /// `strokeWidth`, those of one sign that touch. Energy is that of the blurred filter.
  public let concentration: Double
  /// How many times as long as wide the strongest region is: the ratio of the standard deviations of its
  /// pixels' positions along and across it, each pixel weighted by its strength (image moments, Hu 1962).
  public let elongation: Double
  /// The share of the image's pixels that are in the strongest region.
  public let coverage: Double

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
      (concentration, elongation, coverage) = (0, 0, 0)
      return
    }
    spread = Self.spread(of: image, width: width)
    area = energy * energy / image.reduce(0) { $0 + $1 * $1 * $1 * $1 }
    let core = FilterCore(of: image, width: width)
    let widths = Autocorrelation(of: core.image, width: width, height: height).widthsAtHalfMaximum()
    strokeWidth = widths.min() ?? 0
    strokeLength = widths.max() ?? 0
    smoothness = Self.smoothness(of: image, width: width) / energy
    let region = StrongestRegion(in: core.image, width: width)
    concentration = region.map { $0.energy / core.energy } ?? 0
    elongation = region?.elongation(in: image, width: width) ?? 0
    coverage = Double(region?.pixels.count ?? 0) / Double(image.count)
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
