import Testing

@testable import StrataClassifiers

/// Against scipy.stats 1.16 (`t.ppf`, `ttest_rel`, `t.interval`).
struct StudentTTests {
  @Test(arguments: [
    (1, 12.706204736174694), (2, 4.302652729749462), (3, 3.1824463052837078), (4, 2.7764451051977934),
    (9, 2.262157162798205), (30, 2.0422724563012378),
  ])
  func quantilesOf95PerCent(degreesOfFreedom: Int, expected: Double) {
    let found = StudentT.quantile(within: 0.95, degreesOfFreedom: degreesOfFreedom)
    #expect(abs(found / expected - 1) < 1e-12)
  }

  @Test(arguments: [
    (1, 0.6614939453393346), (2, 0.7687665737984288), (3, 0.8123093584465899), (4, 0.83564505872995),
    (9, 0.8766523378561761), (30, 0.9005221244114832),
  ])
  func probabilities(degreesOfFreedom: Int, expected: Double) {
    #expect(abs(StudentT.probability(within: 1.7, degreesOfFreedom: degreesOfFreedom) - expected) < 1e-13)
    #expect(StudentT.probability(within: 0, degreesOfFreedom: degreesOfFreedom) == 0)
  }

  /// All digits of what is far below 1 (`2 * t.sf`).
  @Test(arguments: [
    (1, 50.0, 0.012730698201945594), (4, 30, 7.352856097661319e-06), (9, 45, 6.608139385517147e-12),
    (9, 400, 1.9419183922763693e-20), (30, 25, 1.2091822381287035e-21),
  ])
  func tails(degreesOfFreedom: Int, t: Double, expected: Double) {
    #expect(abs(StudentT.probability(beyond: t, degreesOfFreedom: degreesOfFreedom) / expected - 1) < 1e-11)
  }

  @Test(arguments: 1...40) func tailAndMiddleAreTheWhole(degreesOfFreedom: Int) {
    for t in stride(from: 0, through: 12, by: 0.25) {
      let (tail, middle) = (
        StudentT.probability(beyond: t, degreesOfFreedom: degreesOfFreedom),
        StudentT.probability(within: t, degreesOfFreedom: degreesOfFreedom)
      )
      #expect(abs(tail + middle - 1) < 1e-13)
    }
  }

  @Test func aPairedTest() throws {
    let (one, other) = ([1.4, 1.3, 1.55, 1.42, 1.38], [1.5, 1.41, 1.52, 1.6, 1.49])
    let test = PairedTest(differences: zip(one, other).map { $0 - $1 })
    #expect(test.count == 5 && abs(test.mean + 0.094) < 1e-12)
    #expect(abs(try #require(test.pValue) - 0.0512255473756959) < 1e-10)
    let interval = try #require(test.interval)
    #expect(abs(interval.lowerBound + 0.18880655512282973) < 1e-10)
    #expect(abs(interval.upperBound - 0.0008065551228296497) < 1e-10)
  }

  @Test func aSingleSeedHasNoInterval() {
    #expect(Sample([3]).interval == nil)
    #expect(PairedTest(differences: [3]).pValue == nil)
    // Of what does not differ nothing can be told, neither that it is certain nor that it is chance.
    for values in [[0, 0], [63.64, 63.64], [-2, -2, -2]] {
      #expect(Sample(values).interval == nil)
      #expect(
        PairedTest(differences: values).pValue == nil && PairedTest(differences: values).interval == nil)
    }
  }

  /// A percentage is not below 0 nor above 100, however widely few values are spread.
  @Test func anIntervalKeepsToWhatIsPossible() throws {
    let sample = Sample([40, 98])
    let whole = try #require(sample.interval)
    #expect(whole.lowerBound < 0 && whole.upperBound > 100)
    #expect(sample.interval(within: 0...100) == 0...100)
    #expect(
      Sample([1.4, 1.5]).interval(within: 0...100) == Sample([1.4, 1.5]).interval(within: -1000...1000))
    #expect(Sample([7, 7]).interval(within: 0...100) == nil)
  }
}
