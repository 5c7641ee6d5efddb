/// A paired t-test: do two models differ in the mean, when each seed gives a value of both?
///
/// Differences seed by seed leave out what the seeds have in common, such as a draw of labels (Student 1908, section IX).
package struct PairedTest: Hashable, Sendable {
  /// How many seeds.
  package let count: Int
  /// The mean difference.
  package let mean: Double
  /// Student's 95 % interval of it; nil of one seed.
  package let interval: ClosedRange<Double>?
  /// The two-sided p-value; nil of one seed. It is 1 where all differences are 0.
  package let pValue: Double?

  /// The test of some differences. Traps when there are none.
  package init(differences: [Double]) {
    let sample = Sample(differences)
    count = sample.count
    mean = sample.mean
    interval = sample.interval
    if sample.count < 2 {
      pValue = nil
    } else if sample.deviation == 0 {
      pValue = sample.mean == 0 ? 1 : .leastNonzeroMagnitude
    } else {
      let t = abs(sample.mean) / (sample.deviation / Double(sample.count).squareRoot())
      pValue = max(
        .leastNonzeroMagnitude, 1 - StudentT.probability(within: t, degreesOfFreedom: sample.count - 1))
    }
  }
}
