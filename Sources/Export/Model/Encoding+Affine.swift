package import StrataDatasets

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
}

extension ClosedRange<Float> {
  /// Both ends, in Float64.
  package var ends: [Double] { [Double(lowerBound), Double(upperBound)] }
}
