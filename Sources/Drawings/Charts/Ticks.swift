internal import Foundation

/// The round numbers that stand along an axis: 1, 2 or 5 times a power of ten apart.
struct Ticks: Equatable {
  /// The numbers, ascending.
  let values: [Double]
  /// Digits after the point that tell them apart; nil where each number has its own.
  let decimals: Int?

  /// Numbers as they are, such as those that were measured at.
  init(values: [Double], decimals: Int?) {
    self.values = values
    self.decimals = decimals
  }

  /// Round numbers within a range.
  ///
  /// - Parameters:
  ///   - count: about how many.
  ///   - wholeOnly: true for numbers that only make sense whole, such as epochs.
  init(in range: ClosedRange<Double>, count: Int, wholeOnly: Bool = false) {
    let rough = (range.upperBound - range.lowerBound) / Double(max(1, count))
    var (mantissa, exponent) = Self.roundStep(atLeast: rough)
    if wholeOnly && exponent < 0 { (mantissa, exponent) = (1, 0) }
    let step = mantissa * pow(10, Double(exponent))
    // A hair of tolerance, so that an end of the range that is itself round keeps its tick.
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    // Division by a power of ten gives the nearest number, multiplication by 0.1 does not.
    let scale = pow(10, Double(-exponent))
    values = stride(from: first, through: last, by: 1).map {
      exponent < 0 ? $0 * mantissa / scale : $0 * step
    }
    decimals = max(0, -exponent)
  }

  /// 1, 2 and 5 times powers of ten within a range of numbers above zero; fewer of them over many
  /// decades, and evenly spaced ones within less than one.
  init(logarithmicIn range: ClosedRange<Double>, count: Int) {
    let decades = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
    let tolerant = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
    for mantissas in [[1.0, 2, 5], [1, 3], [1]] {
      let values = decades.flatMap { decade in
        mantissas.map { decade < 0 ? $0 / pow(10, Double(-decade)) : $0 * pow(10, Double(decade)) }
      }.filter(tolerant.contains)
      if values.count < 3 { break }
      if values.count <= count || mantissas.count == 1 {
        let every = (values.count + count - 1) / count
        self.init(
          values: values.enumerated().filter { $0.offset.isMultiple(of: every) }.map(\.element),
          decimals: nil)
        return
      }
    }
    self.init(in: range, count: count)
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is no smaller than a number.
  private static func roundStep(atLeast rough: Double) -> (mantissa: Double, exponent: Int) {
    guard rough > 0, rough.isFinite else { return (1, 0) }
    let exponent = Int(log10(rough).rounded(.down))
    let fraction = rough / pow(10, Double(exponent))
    for mantissa in [1.0, 2, 5] where fraction <= mantissa * (1 + 1e-9) { return (mantissa, exponent) }
    return (1, exponent + 1)
  }
}

extension ChartAxis {
  /// A number as it stands beside the axis.
  func text(_ value: Double, decimals: Int?) -> String {
    switch format {
    case .number: Self.plain(value, decimals: decimals)
    case .percent: Self.plain(value, decimals: decimals) + " %"
    case .share: Self.plain(100 * value, decimals: decimals.map { max(0, $0 - 2) }) + " %"
    }
  }

  /// A number with a true minus sign and its thousands apart.
  private static func plain(_ value: Double, decimals: Int?) -> String {
    let size = abs(value)
    let digits =
      if let decimals, decimals > 0 {
        String(size, decimals: decimals)
      } else if size >= 1000, size < 1e15 {
        String(grouped: Int(size.rounded()))
      } else {
        // `1e-05` is how the C library writes it.
        decimals == 0
          ? String(size, decimals: 0) : String(rough: size).replacing("e-0", with: "e-")
      }
    return (value < 0 && digits.contains { "123456789".contains($0) } ? "−" : "") + digits
  }
}
