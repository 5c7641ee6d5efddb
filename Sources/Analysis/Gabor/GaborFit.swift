/// The Gabor function that comes closest to a filter, and how close.
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

  /// An `explained` of at least this is a good fit.
  public static let threshold = 0.6

  /// Fits a filter, an image row after row, by least squares. Of a filter of zeros nothing is explained.
  /// Traps unless it has `width × height` finite weights.
  public init(of weights: [Float], width: Int, height: Int) {
    preconditionFailure("to come")
  }

  /// True when the fit is good.
  public var isLocalizedEdge: Bool { explained >= Self.threshold }
}
