import StrataClassifiers
import Testing

@Suite struct McNemarTests {
  @Test func agreesWithExactValues() throws {
    for reference in try EvaluationReference.load().mcnemar {
      let test = McNemar(onlyFirstCorrect: reference.first, onlySecondCorrect: reference.second)
      #expect(agree(test.pValue, reference.p, within: 1e-9), "\(reference): \(test.pValue)")
    }
  }

  @Test func orderOfTheModelsDoesNotMatter() {
    let one = McNemar(onlyFirstCorrect: 41, onlySecondCorrect: 663)
    let other = McNemar(onlyFirstCorrect: 663, onlySecondCorrect: 41)
    #expect(one.pValue == other.pValue)
  }

  @Test func countsOnlyExamplesOnWhichTheModelsDiffer() throws {
    let labels: [Int32] = [0, 1, 1, 0, 1, 0]
    let first = try Evaluation(predicted: [0, 1, 0, 1, 0, 0], labels: labels, classes: 2)
    let second = try Evaluation(predicted: [1, 1, 1, 1, 1, 0], labels: labels, classes: 2)
    let test = McNemar(first, second)
    #expect(test.onlyFirstCorrect == 1)
    #expect(test.onlySecondCorrect == 2)
    #expect(McNemar(first, first).pValue == 1)
  }
}
