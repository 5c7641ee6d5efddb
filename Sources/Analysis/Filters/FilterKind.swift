/// What a filter looks like, by rules that agree with the eye.
///
/// A stroke is one thing in one place that is longer than wide: its strongest region holds much of the energy
/// (`FilterShape.concentration`), is a small part of the image (`coverage`) and elongated (`elongation`). Noise
/// and meshes all over the image fail the first, whole digits and slopes the second, dots the third. A filter
/// can be smooth without being a stroke, so `smoothness` has no part in it.
///
/// The limits stand between strokes and other filters that were drawn for the purpose, straight, bent and with a
/// surround, with faint noise in them all: of each kind of stroke at least 95 in 100 are called so, of each kind of
/// other filters at most 5 (`FilterKindTests`).
public enum FilterKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// One elongated place: a pen's stroke, straight or bent.
  case stroke
  /// One place about as wide as long: "local blob detectors" (Vincent et al. 2010, figure 5).
  case blob
  /// No single place: noise, meshes, several strokes, whole digits.
  case scattered

  /// At least this share of the energy is in a stroke's region.
  package static let leastConcentration = 0.4
  /// At most this share of the pixels is in a stroke's region.
  package static let mostCoverage = 0.1
  /// A stroke is at least so many times as long as wide.
  package static let leastElongation = 1.5
}

extension FilterShape {
  /// Whether it is a stroke, a blob or neither. A filter of zeros is neither.
  public var kind: FilterKind {
    guard concentration >= FilterKind.leastConcentration, coverage <= FilterKind.mostCoverage else {
      return .scattered
    }
    return elongation >= FilterKind.leastElongation ? .stroke : .blob
  }
}
