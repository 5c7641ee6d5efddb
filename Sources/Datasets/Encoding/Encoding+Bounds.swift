package import StrataLinearAlgebra

extension Encoding {
  /// What encoded numbers are kept within: 0 … 1 where they were brought there, otherwise all that Float32 has.
  package var bounds: ClosedRange<Float> {
    if case .range = scaling { return 0...1 }
    return EncodedFeatures.unbounded
  }

  /// Encoded numbers that nothing has been cut from (`Features.uncut`), as a model reads them.
  package func cutting(_ uncut: Matrix) -> any Features {
    bounds == EncodedFeatures.unbounded
      ? uncut : EncodedFeatures(base: uncut, shift: [0], factor: [1], bounds: bounds)
  }

  /// True where training examples lie within 0 … 1 when they are encoded.
  package var isWithinUnit: Bool {
    switch scaling {
    case .pixels, .range: true
    case .standard: false
    case .asIs(let low, let high): low >= 0 && high <= 1
    }
  }
}
