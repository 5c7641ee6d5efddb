import StrataAnalysis
import Testing

/// Quantiles against values worked out by hand.
struct QuantilesTests {
  @Test func quantilesOfAFewNumbers() {
    let quantiles = Quantiles([4, 1, 3, 2, 10])
    #expect(quantiles.count == 5)
    #expect(quantiles.minimum == 1 && quantiles.maximum == 10)
    #expect(quantiles.lowerQuartile == 2 && quantiles.median == 3 && quantiles.upperQuartile == 4)
    #expect(quantiles.mean == 4)
    #expect(abs(quantiles.standardDeviation - 12.5.squareRoot()) < 1e-12)
  }

  @Test func quantilesBetweenNumbers() {
    let quantiles = Quantiles([0, 1])
    #expect(quantiles.lowerQuartile == 0.25 && quantiles.median == 0.5 && quantiles.upperQuartile == 0.75)
    #expect(Quantiles([7]).standardDeviation == 0)
  }
}
