import StrataClassifiers
import StrataLinearAlgebra
import Testing

/// Averages in which each class counts alike, and the area under the curve, against scikit-learn 1.9.1.
struct ClassAveragesTests {
  /// Probabilities and labels by a rule, so that scikit-learn can be given the same.
  ///
  /// In NumPy: `raw[i, k] = (37 i + 91 k + 13 i k) % 101 + 1` in float32, divided by its row's sum; `y[i] = (i² + 3 i) % 7 % K`.
  private func evaluation(examples: Int, classes: Int) throws -> Evaluation {
    let rows = (0..<examples).map { i in
      let raw = (0..<classes).map { k in Float((i * 37 + k * 91 + i * k * 13) % 101 + 1) }
      let sum = raw.reduce(0, +)
      return raw.map { $0 / sum }
    }
    return try Evaluation(
      probabilities: Matrix(rows), labels: (0..<examples).map { Int32(($0 * $0 + 3 * $0) % 7 % classes) })
  }

  /// A set of examples, and what `balanced_accuracy_score`, `f1_score` and `precision_score` with `average="macro"`, and
  /// the mean of `roc_auc_score` over classes that occur say of it.
  @Test(arguments: [
    (200, 4, [0.24464196473191976, 0.1906892098850005, 0.22546919624643003, 0.4772803086730015]),
    (60, 2, [0.5028571428571429, 0.49776785714285715, 0.5027808676307007, 0.5062857142857143]),
    (150, 6, [0.1229487566696869, 0.09241719262328733, 0.11211378717797203, 0.48921636003376046]),
  ])
  func agreeWithScikitLearn(examples: Int, classes: Int, expected: [Double]) throws {
    let evaluation = try evaluation(examples: examples, classes: classes)
    let confusion = evaluation.confusion
    let area = try #require(evaluation.certainty?.areaUnderCurve)
    let found = [confusion.balancedAccuracy, confusion.macroF1, confusion.macroPrecision, area]
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-12) }
  }

  /// Class 2 is never predicted and counts as 0; class 3 does not occur at all and does not count.
  @Test func classesThatAreNotPredictedOrDoNotOccur() throws {
    func sure(_ label: Int) -> [Float] { (0..<4).map { $0 == label ? 0.97 : 0.01 } }
    let confusion = try Evaluation(
      probabilities: Matrix([sure(0), sure(1), sure(1), sure(1)]), labels: [0, 0, 1, 2]
    ).confusion
    let found = [confusion.balancedAccuracy, confusion.macroF1, confusion.macroPrecision]
    for (found, expected) in zip(found, [3.0 / 6, 7.0 / 18, 4.0 / 9]) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func tiesCountHalf() throws {
    let evaluation = try Evaluation(
      probabilities: Matrix([[0.5, 0.5], [0.5, 0.5], [0.25, 0.75], [0.75, 0.25]]), labels: [0, 1, 1, 0])
    // Of the four pairs of a 1 and a 0 three are in order and one is a tie.
    #expect(evaluation.certainty?.areaUnderCurve == 3.5 / 4)
  }

  @Test func oneClassHasNoArea() throws {
    let evaluation = try Evaluation(probabilities: Matrix([[0.9, 0.1], [0.2, 0.8]]), labels: [0, 0])
    #expect(evaluation.certainty != nil)
    #expect(evaluation.certainty?.areaUnderCurve == nil)
  }

  @Test func binsHoldEveryExampleOnce() throws {
    let evaluation = try evaluation(examples: 200, classes: 4)
    let reliability = try #require(evaluation.certainty?.reliability)
    #expect(reliability.bins.count == 15)
    #expect(reliability.bins.compactMap { $0.accuracy?.total }.reduce(0, +) == 200)
    #expect(reliability.bins.compactMap { $0.accuracy?.count }.reduce(0, +) == evaluation.accuracy.count)
    for bin in reliability.bins {
      let mean = bin.meanConfidence
      #expect((mean != nil) == (bin.accuracy != nil))
      if let mean { #expect(bin.confidences.contains(mean)) }
    }
  }
}
