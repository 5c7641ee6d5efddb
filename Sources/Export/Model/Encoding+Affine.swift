package import StrataDatasets
internal import StrataFiles

extension Encoding {
  /// For each column what is taken from a number and by what the rest is multiplied: (x − offset) · scale. A
  /// column that is constant has a scale of 0.
  package var affine: (offset: [Double], scale: [Double]) {
    let columns = layout.width
    func uniform(_ scale: Double) -> (offset: [Double], scale: [Double]) {
      (Array(repeating: 0, count: columns), Array(repeating: scale, count: columns))
    }
    return switch scaling {
    case .pixels: uniform(1 / 255)
    case .asIs: uniform(1)
    case .range(let low, let high):
      (each(low.map(Double.init)), each(zip(low, high).map { $0 < $1 ? 1 / (Double($1) - Double($0)) : 0 }))
    case .standard(let mean, let deviation):
      (each(mean.map(Double.init)), each(deviation.map { $0 > 0 ? 1 / Double($0) : 0 }))
    }
  }

  /// One number for each column, where there may be one for all.
  private func each(_ numbers: [Double]) -> [Double] {
    numbers.count == 1 ? Array(repeating: numbers[0], count: layout.width) : numbers
  }

  /// Throws unless it encodes rows of this many columns, by numbers that are finite.
  func check(columns: Int) throws(InputError) {
    guard layout.width == columns else {
      throw InputError(
        .malformedData, at: "encoding", expected: "\(columns) columns, as many as the model reads",
        found: layout.title, advice: "give the encoding that the model was trained with")
    }
    switch scaling {
    case .pixels: break
    case .asIs(let low, let high): try check([low, high], of: "as-is", count: 2)
    case .range(let low, let high):
      try check(low, of: "low", count: columns)
      try check(high, of: "high", count: columns)
    case .standard(let mean, let deviation):
      try check(mean, of: "mean", count: columns)
      try check(deviation, of: "deviation", count: columns)
    }
  }

  private func check(_ numbers: [Float], of name: String, count: Int) throws(InputError) {
    guard numbers.count == count || numbers.count == 1, numbers.allSatisfy(\.isFinite) else {
      throw InputError(
        .malformedData, at: "encoding, \(name)", expected: "\(count) finite numbers",
        found: numbers.count == count || numbers.count == 1 ? "one that is not finite" : "\(numbers.count)",
        advice: "give the encoding that the model was trained with")
    }
  }
}

extension ClosedRange<Float> {
  /// Both ends, in Float64.
  package var ends: [Double] { [Double(lowerBound), Double(upperBound)] }
}
