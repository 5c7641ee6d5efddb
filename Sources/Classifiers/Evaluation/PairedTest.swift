/// A paired t-test: do two models differ in the mean, when each seed gives a value of both?
///
/// Differences seed by seed leave out what the seeds have in common, such as a draw of labels (Student 1908, section IX).
package struct PairedTest: Hashable, Sendable {
  /// How many seeds.
  package let count: Int
  /// The mean difference.
  package let mean: Double
  /// Student's 95 % interval of it; nil where the differences do not differ.
  package let interval: ClosedRange<Double>?
  /// The two-sided p-value; nil where the differences do not differ, as then there is no spread to measure the mean by.
  package let pValue: Double?

  /// The test of some differences. Traps when there are none.
  package init(differences: [Double]) {
    let sample = Sample(differences)
    count = sample.count
    mean = sample.mean
    interval = sample.interval
    if sample.interval == nil {
      pValue = nil
    } else {
      let t = abs(sample.mean) / (sample.deviation / Double(sample.count).squareRoot())
      pValue = max(
        .leastNonzeroMagnitude, StudentT.probability(beyond: t, degreesOfFreedom: sample.count - 1))
    }
  }
}
