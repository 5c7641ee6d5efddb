/// The inputs x of norm one with every element within bounds that contain 0.
struct UnitBox {
  let bounds: ClosedRange<Float>

  /// True when there are such inputs of a width.
  func hasPoints(width: Int) -> Bool {
    let reach = max(abs(bounds.lowerBound), abs(bounds.upperBound))
    return reach * reach * Float(width) >= 1
  }

  /// The x among them with the largest ⟨v, x⟩, which is also the nearest to a v of any length: the elements
  /// of t·v cut off at the bounds, with the t that makes its norm one. Nil when there is no such t, as
  /// where every element of v points out of the box.
  ///
  /// Norms are Double: rounded to a Float, they would change the value at a point by more than the last
  /// steps of an ascent gain.
  func nearest(to v: ArraySlice<Float>) -> [Float]? {
    let norm = insideNorm(v)
    guard norm > 0, norm.isFinite else { return nil }
    let plain = cut(v, scale: 1 / norm)
    if plain.allSatisfy({ bounds.lowerBound < $0 && $0 < bounds.upperBound || $0 == 0 }) { return plain }
    var (low, high) = (0.0, 1 / norm)
    while cutNorm(v, scale: high) < 1 {
      (low, high) = (high, 2 * high)
      guard high.isFinite else { return nil }
    }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if cutNorm(v, scale: middle) < 1 { low = middle } else { high = middle }
    }
    return cut(v, scale: high)
  }

  /// The norm of v's part that does not point out of the box at a bound of 0.
  private func insideNorm(_ v: ArraySlice<Float>) -> Double {
    var sum = 0.0
    for element in v where element > 0 ? bounds.upperBound > 0 : bounds.lowerBound < 0 {
      sum += Double(element) * Double(element)
    }
    return sum.squareRoot()
  }

  /// The norm of t·v cut off at the bounds.
  private func cutNorm(_ v: ArraySlice<Float>, scale: Double) -> Double {
    var sum = 0.0
    for element in v {
      let value = min(max(scale * Double(element), Double(bounds.lowerBound)), Double(bounds.upperBound))
      sum += value * value
    }
    return sum.squareRoot()
  }

  private func cut(_ v: ArraySlice<Float>, scale: Double) -> [Float] {
    v.map { min(max(Float(scale * Double($0)), bounds.lowerBound), bounds.upperBound) }
  }
}
