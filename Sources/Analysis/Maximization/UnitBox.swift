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
  func nearest(to v: ArraySlice<Float>) -> [Float]? {
    // What points outwards at a bound of 0 is 0 whatever t is.
    var norm = norm(v, scale: nil)
    guard norm > 0, norm.isFinite else { return nil }
    let plain = cut(v, scale: 1 / norm)
    if plain.allSatisfy({ bounds.lowerBound < $0 && $0 < bounds.upperBound || $0 == 0 }) { return plain }
    var (low, high) = (Float(0), 1 / norm)
    norm = self.norm(v, scale: high)
    while norm < 1 {
      (low, high) = (high, 2 * high)
      guard high.isFinite else { return nil }
      norm = self.norm(v, scale: high)
    }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if self.norm(v, scale: middle) < 1 { low = middle } else { high = middle }
    }
    return cut(v, scale: high)
  }

  /// The norm of t·v cut off at the bounds; without a scale, of v's part that points into the box.
  private func norm(_ v: ArraySlice<Float>, scale: Float?) -> Float {
    var sum: Float = 0
    if let scale {
      for element in v {
        let value = min(max(scale * element, bounds.lowerBound), bounds.upperBound)
        sum += value * value
      }
    } else {
      for element in v where element > 0 ? bounds.upperBound > 0 : bounds.lowerBound < 0 {
        sum += element * element
      }
    }
    return sum.squareRoot()
  }

  private func cut(_ v: ArraySlice<Float>, scale: Float) -> [Float] {
    v.map { min(max(scale * $0, bounds.lowerBound), bounds.upperBound) }
  }
}
