public import StrataLinearAlgebra

/// How much each unit of a layer varies over examples; one that does not says nothing about them.
///
/// ```swift
/// let activity = UnitActivity(of: try encoder.values(of: "code.0", for: images))
/// activity.deadUnits.count
/// ```
public struct UnitActivity: Sendable, Hashable, Codable {
  /// The mean of each unit's code.
  public let means: [Double]
  /// The variance of each unit's code, Σ (h − mean)² / n.
  public let variances: [Double]
  /// Below this variance a unit is dead.
  public let threshold: Double

  /// A unit whose code stays within about a hundredth of its mean is dead.
  public static let defaultThreshold = 1e-4

  /// The activity of the units behind some codes, examples × units. Traps when there is no example.
  public init(of codes: Matrix, threshold: Double = defaultThreshold) {
    precondition(codes.rows > 0, "the activity over no examples")
    var means = [Double](repeating: 0, count: codes.columns)
    var variances = means
    // Mean and variance in one pass (Welford 1962).
    for row in 0..<codes.rows {
      for (unit, value) in codes.row(row).enumerated() {
        let difference = Double(value) - means[unit]
        means[unit] += difference / Double(row + 1)
        variances[unit] += difference * (Double(value) - means[unit])
      }
    }
    self.means = means
    self.variances = variances.map { $0 / Double(codes.rows) }
    self.threshold = threshold
  }

  /// The units whose code hardly varies, in order.
  public var deadUnits: [Int] { variances.indices.filter { variances[$0] < threshold } }
}
