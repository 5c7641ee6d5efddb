internal import StrataLayerGraph

/// So many out of so many, with the uncertainty that comes from counting only so many.
public struct Proportion: Hashable, Sendable {
  /// How many had the property.
  public let count: Int
  /// How many there were.
  public let total: Int

  /// `count` out of `total`. Traps unless 0 ≤ count ≤ total and total > 0.
  public init(_ count: Int, of total: Int) {
    precondition(0 <= count && count <= total && total > 0, "\(count) out of \(total)")
    self.count = count
    self.total = total
  }

  /// The share, in [0, 1].
  public var value: Double { Double(count) / Double(total) }

  /// The share in percent: the exact quotient rounded once, so that 744 of 10,000 print as 7.44.
  public var percent: Double { 100 * Double(count) / Double(total) }

  /// The 95 % score interval (Wilson 1927): every p that the count does not reject at that level.
  ///
  /// Unlike the usual p ± 1.96 standard errors it stays within [0, 1] and has width at 0 errors.
  public var interval: ClosedRange<Double> {
    let quantile = 1.959_963_984_540_054  // of the standard normal distribution, at 0.975
    let n = Double(total)
    let square = quantile * quantile
    let centre = (Double(count) + square / 2) / (n + square)
    let variance = Double(count) * Double(total - count) / n + square / 4
    let halfWidth = quantile / (n + square) * variance.squareRoot()
    // At the two ends the interval touches 0 or 1 exactly; rounding must not lift it off.
    let low = count == 0 ? 0 : max(0, centre - halfWidth)
    let high = count == total ? 1 : min(1, centre + halfWidth)
    return low...high
  }
}
