import Testing

@testable import StrataClassifiers

/// What a solver says of its end.
struct ConvergenceTests {
  private func note(_ measure: Convergence.Measure, _ iterations: Int, _ end: Convergence.End) -> String? {
    Convergence(measure: measure, value: 0.00123, tolerance: 1e-4, iterations: iterations, end: end).note
  }

  @Test func notesAreWords() {
    #expect(note(.gradient, 12, .tolerance) == nil)
    #expect(
      note(.gradient, 100, .limit)
        == "did not converge: it ended at its limit of 100 iterations with a largest gradient element of 0.0012, "
        + "where 0.0001 was asked for")
    #expect(
      note(.dualityGap, 1, .limit)
        == "did not converge: it ended at its limit of 1 pass with a relative duality gap of 0.0012, "
        + "where 0.0001 was asked for")
    #expect(
      note(.gradient, 7, .precision)
        == "did not converge: after 7 iterations rounding let it go no further, with a largest gradient element "
        + "of 0.0012, where 0.0001 was asked for")
  }

  @Test func whoStoppedItIsSaid() {
    #expect(
      note(.dualityGap, 3, .request)
        == "did not converge: stopped on request after 3 passes with a relative duality gap of 0.0012, "
        + "where 0.0001 was asked for")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func logisticRegressionGoesOnUntilItIsThere(seed: UInt64) throws {
    let examples = ToyClasses.clouds(rows: 90, width: 1.5, seed: seed)
    let whole = try LogisticRegression().fit(examples, classes: 3)
    let convergence = try #require(whole.convergence)
    #expect(convergence.isConverged && convergence.value <= 1e-4 && convergence.iterations > 5)
    let short = try LogisticRegression(iterations: 3).fit(examples, classes: 3)
    #expect(short.convergence?.end == .limit && short.convergence?.iterations == 3)
    // Where no tolerance is met, it ends where rounding does, and says so.
    let exact = try LogisticRegression(tolerance: 0).fit(examples, classes: 3)
    #expect(exact.convergence?.end == .precision)
    #expect(exact.convergence?.isConverged == false)
  }
}
