internal import Foundation

/// How near to its optimum a solver came, and why it ended.
public struct Convergence: Hashable, Sendable, Codable {
  /// What says how far the optimum is.
  public enum Measure: String, Hashable, Sendable, Codable {
    /// The largest element of the objective's gradient; 0 at the optimum.
    case gradient = "largest gradient element"
    /// (primal − dual) / primal: by at most this share the objective is above its optimum.
    case dualityGap = "relative duality gap"
  }

  /// Why a solver ended.
  public enum End: String, Hashable, Sendable, Codable {
    /// The measure is small enough.
    case tolerance
    /// It had taken as many iterations as it was allowed.
    case limit
    /// Numbers of this precision let no step make the objective smaller.
    case precision
    /// What it reports to asked it to.
    case request
  }

  /// What says how far the optimum is.
  public let measure: Measure
  /// What the measure came to.
  public let value: Double
  /// What it was to come to at most.
  public let tolerance: Double
  /// Iterations of logistic regression, passes of the support vector machine.
  public let iterations: Int
  /// Why it ended.
  public let end: End

  /// A solver's end from its parts.
  package init(measure: Measure, value: Double, tolerance: Double, iterations: Int, end: End) {
    self.measure = measure
    self.value = value
    self.tolerance = tolerance
    self.iterations = iterations
    self.end = end
  }

  /// True when the optimum was reached, up to the tolerance.
  public var isConverged: Bool { end == .tolerance }

  /// What a reader of the results must know; nil when the optimum was reached.
  ///
  /// For example: `did not converge: it ended at its limit of 100 iterations with a largest gradient element of
  /// 0.0012, where 0.0001 was asked for`.
  public var note: String? {
    let unit = measure == .gradient ? "iteration" : "pass"
    let plural = measure == .gradient ? "iterations" : "passes"
    let count = "\(iterations) \(iterations == 1 ? unit : plural)"
    let reached =
      "with a \(measure.rawValue) of \(Self.short(value)), where \(Self.short(tolerance)) was asked for"
    return switch end {
    case .tolerance: nil
    case .limit: "did not converge: it ended at its limit of \(count) \(reached)"
    case .precision: "did not converge: after \(count) rounding let it go no further, \(reached)"
    case .request: "did not converge: stopped on request after \(count) \(reached)"
    }
  }

  private static func short(_ number: Double) -> String {
    String(format: "%.2g", number)
  }
}
