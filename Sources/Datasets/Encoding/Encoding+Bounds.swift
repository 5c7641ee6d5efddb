extension Encoding {
  /// What encoded numbers are kept within: 0 … 1 where they were brought there, otherwise all that Float32 has.
  package var bounds: ClosedRange<Float> {
    if case .range = scaling { return 0...1 }
    return -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
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
