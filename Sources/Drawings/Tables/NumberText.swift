internal import Foundation

/// How numbers are printed for people, the same on every machine whatever its locale.
extension String {
  /// A count with its thousands apart: `2,797,010`.
  package init(grouped count: Int) {
    let digits = Array(String(count.magnitude))
    self = count < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { append(",") }
      append(digit)
    }
  }

  /// A number with so many digits after the point: `7.44`.
  package init(_ number: Double, decimals: Int) {
    self.init(format: "%.\(decimals)f", number)
  }

  /// A number with three significant digits: `0.306`.
  package init(rough number: Double) {
    self.init(format: "%.3g", number)
  }

  /// A time span in the two units that matter: `3.2 s`, `42 s`, `2 min 05 s`, `1 h 05 min`.
  package init(seconds: Double) {
    // A span beyond this is no measurement; the cap keeps the conversion from trapping.
    let whole = Int(Swift.min(1e9, Swift.max(0, seconds.rounded())))
    switch seconds {
    case ..<9.95: self = String(Swift.max(0, seconds), decimals: 1) + " s"
    case ..<59.5: self = "\(whole) s"
    case ..<3599.5: self = String(format: "%d min %02d s", whole / 60, whole % 60)
    default: self = String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
    }
  }

  /// An amount of memory or disk: `310 kB`, `45.2 MB`, `1.32 GB`.
  package static func bytes(_ count: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (amount, unit) = (Double(count), 0)
    while amount >= 999.5, unit < units.count - 1 { (amount, unit) = (amount / 1000, unit + 1) }
    let decimals = unit == 0 || amount >= 99.5 ? 0 : amount >= 9.95 ? 1 : 2
    return String(amount, decimals: decimals) + " " + units[unit]
  }

  /// A p-value with three decimals, or with an exponent below 0.001: `0.042`, `3.1e-145`; `–` for none,
  /// and a bound for one that is too small for a number.
  package init(pValue: Double?) {
    switch pValue {
    case nil: self = "–"
    case let p? where p < 1e-300: self = "< 1e-300"
    case let p? where p >= 0.001: self = String(p, decimals: 3)
    case let p?: self = String(format: "%.1e", p)
    }
  }
}
