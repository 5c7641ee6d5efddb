internal import Foundation

/// Which place on the page belongs to a number of an axis.
package struct ChartScale {
  let axis: ChartAxis
  /// The numbers at the two ends.
  let range: ClosedRange<Double>
  let ticks: Ticks
  private let start: Double
  private let end: Double

  /// A scale that shows all of some numbers, of which those without a place on the axis are left out.
  ///
  /// - Parameters:
  ///   - start: where the lower end is, in pixels; `end`, the upper.
  ///   - isWidened: true to begin and end at ticks, and at zero where zero is near.
  ///   - tickCount: about how many ticks.
  init(
    _ axis: ChartAxis, showing values: [Double], from start: Double, to end: Double, isWidened: Bool,
    tickCount: Int
  ) {
    self.axis = axis
    self.start = start
    self.end = end
    let values = values.filter(axis.canShow)
    let wholeOnly = axis.format == .number && values.allSatisfy { $0 == $0.rounded() }
    let tight = axis.range ?? Self.extent(of: values, isLogarithmic: axis.isLogarithmic)
    if axis.isLogarithmic {
      let (low, high) = (tight.lowerBound, tight.upperBound)
      let margin = isWidened && axis.range == nil ? pow(high / low, 0.05) : 1
      range = low / margin...high * margin
      ticks =
        isWidened
        ? Ticks(logarithmicIn: range, count: tickCount)
        : Self.ticks(at: values, in: range, count: tickCount, pixels: abs(end - start))
      return
    }
    var wide = tight
    if isWidened && axis.range == nil {
      if wide.lowerBound > 0 && wide.lowerBound < 0.5 * wide.upperBound { wide = 0...wide.upperBound }
      wide = Self.widened(wide, toTicksOf: Ticks(in: wide, count: tickCount, wholeOnly: wholeOnly))
    }
    range = wide
    ticks = Ticks(in: wide, count: tickCount, wholeOnly: wholeOnly)
  }

  /// The place of a number, in pixels; beyond the ends, that of the nearer end.
  func place(of value: Double) -> Double {
    let value = min(range.upperBound, max(range.lowerBound, value))
    let share =
      axis.isLogarithmic
      ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
      : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return start + (end - start) * share
  }

  /// The numbers themselves where they are few and stand far enough apart, else round ones.
  private static func ticks(
    at values: [Double], in range: ClosedRange<Double>, count: Int, pixels: Double
  ) -> Ticks {
    let distinct = Set(values).sorted()
    let pixelsPerUnit = pixels / log(range.upperBound / range.lowerBound)
    let areApart = zip(distinct, distinct.dropFirst()).allSatisfy { log($1 / $0) * pixelsPerUnit >= 36 }
    return (2...count).contains(distinct.count) && areApart
      ? Ticks(values: distinct, decimals: nil) : Ticks(logarithmicIn: range, count: count)
  }

  /// The least and the greatest; a range around a number that stands alone, and any for none.
  private static func extent(of values: [Double], isLogarithmic: Bool) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return isLogarithmic ? 1...10 : 0...1 }
    // Numbers that differ only by rounding stand alone too.
    guard high - low <= 1e-9 * max(abs(low), abs(high)) else { return low...high }
    if isLogarithmic { return low / 2...low * 2 }
    let margin = low == 0 ? 1 : abs(low) / 2
    return low - margin...low + margin
  }

  private static func widened(
    _ range: ClosedRange<Double>, toTicksOf ticks: Ticks
  ) -> ClosedRange<Double> {
    guard ticks.values.count > 1 else { return range }
    let step = ticks.values[1] - ticks.values[0]
    let low = ((range.lowerBound / step + 1e-9).rounded(.down)) * step
    let high = ((range.upperBound / step - 1e-9).rounded(.up)) * step
    return low...high
  }
}
