/// The Gabor function that comes closest to a filter, and how close.
///
/// Least squares by Levenberg and Marquardt's method, from several starts at the filter's strongest
/// frequencies; the centre lies in the patch, the wavelength is at least 2 pixels and at most twice the
/// patch, the widths are from half a pixel to half the patch.
///
/// ```swift
/// let fit = GaborFit(of: weight.column(3), width: 12, height: 12)
/// fit.isLocalizedEdge  // a localised, oriented edge or bar
/// ```
public struct GaborFit: Sendable, Hashable, Codable {
  /// The best function found.
  public let gabor: Gabor
  /// R² = 1 − Σ (w − g)² / Σ w²: the share of the filter's energy that it explains.
  public let explained: Double
  /// How much its slopes agree in direction, from 0 for a round blob to 1 for a grating: the coherence
  /// (λ₁ − λ₂) / (λ₁ + λ₂) of the structure tensor Σ ∇g ∇gᵀ (Bigün and Granlund 1987). A round Gaussian's
  /// derivative, the plainest edge, has 0.5; a Gaussian twice as long as wide 0.6.
  public let orientedness: Double
  /// The share of the patch that the ellipse covers on whose rim the envelope is at half its maximum.
  public let coverage: Double

  /// An `explained` of at least this is a good fit.
  ///
  /// Eight parameters explain some of anything: of 400 patches of 12 × 12 white noise 0.13 in the median and
  /// 0.24 at most. Of smooth noise they explain more (white noise blurred by a Gaussian of 1 pixel: 0.48 in
  /// the median, 0.78 at most of 200; of 2 pixels: 0.78 and 0.97), which is why a good fit alone is no
  /// edge: with what `isLocalizedEdge` asks besides, 0 % of white noise and at most 6 % of any of these
  /// blurred noises pass.
  public static let threshold = 0.6
  /// An `orientedness` of at least this makes an edge, not a blob.
  public static let smallestOrientedness = 0.4
  /// A `coverage` of at most this makes it local.
  public static let largestCoverage = 1.0 / 3

  /// Fits a filter, an image row after row, by least squares. Of a filter of zeros nothing is explained.
  /// Traps unless it has `width × height` finite weights.
  public init(of weights: [Float], width: Int, height: Int) {
    precondition(
      width > 0 && height > 0 && weights.count == width * height && weights.allSatisfy(\.isFinite),
      "\(weights.count) weights of \(width) × \(height) pixels")
    let grid = GaborParameters(width: width, height: height)
    let norm = weights.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let target = weights.map { norm > 0 ? Double($0) / norm : 0 }
    let method = LevenbergMarquardt(bounds: grid.bounds)
    let fits = GaborStarts(target, grid: grid).all.map {
      method.fit(grid.evaluate, to: target, from: $0)
    }
    let best = fits.min { $0.squares < $1.squares }
    guard norm > 0, let best else {
      gabor = GaborParameters.gabor([0, 0, 0, 0.5, 0.5, 0.5, 0, 0])
      (explained, orientedness, coverage) = (0, 0, 0)
      return
    }
    var gabor = GaborParameters.gabor(best.parameters)
    gabor.amplitude *= norm
    self.gabor = gabor
    explained = 1 - best.squares
    orientedness = grid.orientedness(best.parameters)
    coverage = gabor.halfMaximumArea / Double(width * height)
  }

  /// True when the fit is good, and what is fitted is oriented and local.
  public var isLocalizedEdge: Bool {
    explained >= Self.threshold && orientedness >= Self.smallestOrientedness
      && coverage <= Self.largestCoverage
  }
}
