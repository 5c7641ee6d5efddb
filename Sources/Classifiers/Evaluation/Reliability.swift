internal import StrataLinearAlgebra

/// How often predictions of some confidence are right: the numbers of a reliability diagram (Guo et al. 2017).
///
/// An example's confidence is the probability of its predicted class; bin m of 15 holds the confidences in
/// ((m − 1)/15, m/15].
public struct Reliability: Hashable, Sendable {
  /// The examples of one range of confidence.
  public struct Bin: Hashable, Sendable {
    /// The confidences in it are above the lower bound, and at most the upper.
    public let confidences: ClosedRange<Double>
    /// How many of its examples are predicted rightly, out of how many; nil for an empty bin.
    public let accuracy: Proportion?
    /// The mean confidence of its examples; nil for an empty bin.
    public let meanConfidence: Double?

    /// A bin from its numbers.
    package init(confidences: ClosedRange<Double>, accuracy: Proportion?, meanConfidence: Double?) {
      (self.confidences, self.accuracy, self.meanConfidence) = (confidences, accuracy, meanConfidence)
    }
  }

  /// The bins, from the least confident up.
  public let bins: [Bin]

  /// Bins that were counted before.
  package init(bins: [Bin]) { self.bins = bins }

  /// Counts predictions.
  ///
  /// - Parameters:
  ///   - confidence: the probability of each example's predicted class.
  ///   - isRight: for each example, whether that is its class.
  init(confidence: [Float], isRight: [Bool]) {
    let count = 15
    var sums = [Double](repeating: 0, count: count)
    var right = [Int](repeating: 0, count: count)
    var sizes = right
    for (confidence, isRight) in zip(confidence, isRight) {
      let place = Int((Double(confidence) * Double(count)).rounded(.up)) - 1
      let bin = min(max(place, 0), count - 1)
      sums[bin] += Double(confidence)
      sizes[bin] += 1
      if isRight { right[bin] += 1 }
    }
    bins = (0..<count).map { index in
      Bin(
        confidences: Double(index) / Double(count)...Double(index + 1) / Double(count),
        accuracy: sizes[index] > 0 ? Proportion(right[index], of: sizes[index]) : nil,
        meanConfidence: sizes[index] > 0 ? sums[index] / Double(sizes[index]) : nil)
    }
  }

  /// The expected calibration error (Guo et al. 2017, equation 3): the mean over examples of |accuracy − mean
  /// confidence| of their bin.
  public var expectedError: Double {
    let examples = bins.reduce(0) { $0 + ($1.accuracy?.total ?? 0) }
    let excess = bins.reduce(0.0) { sum, bin in
      guard let accuracy = bin.accuracy, let confidence = bin.meanConfidence else { return sum }
      return sum + abs(confidence - accuracy.value) * Double(accuracy.total)
    }
    return excess / Double(max(examples, 1))
  }
}
