import StrataAnalysis
import StrataLinearAlgebra
import Testing

/// Units that do not vary are found.
struct UnitActivityTests {
  @Test func variancesAreThoseOfTheDefinition() {
    let codes = Matrix([[0.1, 0.5, 1], [0.9, 0.5, 1], [0.2, 0.501, 0]])
    let activity = UnitActivity(of: codes)
    #expect(abs(activity.means[0] - 0.4) < 1e-7)
    #expect(abs(activity.variances[0] - 0.38 / 3) < 1e-7)
    #expect(abs(activity.variances[2] - 2.0 / 9) < 1e-7)
    #expect(activity.deadUnits == [1])
    #expect(UnitActivity(of: codes, threshold: 0.2).deadUnits == [0, 1])
  }

  /// A large mean hides no small variance.
  @Test func aSmallVarianceAroundALargeMean() {
    let codes = Matrix(rows: 1000, columns: 1, (0..<1000).map { 4096 + Float($0 % 2) / 16 })
    #expect(abs(UnitActivity(of: codes).variances[0] - 1.0 / 1024) < 1e-9)
  }
}
