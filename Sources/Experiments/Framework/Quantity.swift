internal import StrataClassifiers
internal import StrataDrawings

/// Something that an experiment measures: what it is called and how its numbers are printed.
struct Quantity: Hashable, Sendable {
  /// In tables and files, for example `test error`.
  let name: String
  /// For example `%`; empty for a pure number.
  let unit: String
  /// Digits after the point.
  let decimals: Int
  /// What no value of it can pass.
  let limits: ClosedRange<Double>

  init(
    _ name: String, unit: String = "", decimals: Int = 2,
    within limits: ClosedRange<Double> = -.infinity ... .infinity
  ) {
    self.name = name
    self.unit = unit
    self.decimals = decimals
    self.limits = limits
  }

  /// Wrong predictions among the test images.
  static let testError = share("test error", decimals: 2)

  /// A share of examples, pixels or units, in percent.
  static func share(_ name: String, decimals: Int) -> Quantity {
    Quantity(name, unit: "%", decimals: decimals, within: 0...100)
  }

  /// The name with its unit: `test error, %`.
  var title: String { unit.isEmpty ? name : "\(name), \(unit)" }

  /// A number with its unit: `1.40 %`.
  func text(_ value: Double) -> String {
    String(value, decimals: decimals) + (unit.isEmpty ? "" : " \(unit)")
  }

  /// Mean and spread: `1.40 ± 0.05`; the mean alone where there is one seed.
  func text(_ summary: Sample) -> String {
    let mean = String(summary.mean, decimals: decimals)
    return summary.count > 1 ? "\(mean) ± \(String(summary.deviation, decimals: decimals))" : mean
  }
}
