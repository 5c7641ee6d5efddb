import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite struct ConfusionMatrixTests {
  @Test func rowsAreTrueAndColumnsPredicted() throws {
    let confusion = try ConfusionMatrix(predicted: [0, 1, 1, 2], labels: [0, 0, 1, 1], classes: 3)
    #expect(confusion[actual: 0, predicted: 1] == 1)
    #expect(confusion[actual: 1, predicted: 0] == 0)
    #expect(confusion[actual: 1, predicted: 2] == 1)
    #expect(confusion.correct == 2)
    #expect(confusion.total == 4)
    #expect((0..<3).map(confusion.actual) == [2, 2, 0])
    #expect((0..<3).map(confusion.predicted) == [1, 2, 1])
  }

  @Test func countsMakeTheSameMatrix() throws {
    let confusion = try ConfusionMatrix(predicted: [0, 1, 1], labels: [0, 0, 1], classes: 2)
    #expect(try ConfusionMatrix(counts: [[1, 1], [0, 1]]) == confusion)
  }

  @Test(arguments: [[[1, 1]], [[1, -1], [0, 1]], [[.max, 1], [0, 1]], [[0]], []])
  func countsThatCannotBeAreErrors(counts: [[Int]]) {
    #expect(throws: InputError.self) { try ConfusionMatrix(counts: counts) }
  }

  @Test(
    arguments: [([0, 1], [0], 2), ([0], [0, 1], 2), ([0], [], 2), ([0], [0], 0), ([0], [0], -1)]
      as [([Int32], [Int32], Int)])
  func pairsThatCannotBeAreErrors(predicted: [Int32], labels: [Int32], classes: Int) {
    let error = #expect(throws: InputError.self) {
      try ConfusionMatrix(predicted: predicted, labels: labels, classes: classes)
    }
    #expect(error?.found == (predicted.count == labels.count ? "\(classes)" : "\(labels.count)"))
  }

  /// More classes than there is memory for their pairs.
  @Test(arguments: [1 << 26, 1 << 33, .max]) func tooManyClassesAreAnError(classes: Int) {
    let error = #expect(throws: InputError.self) {
      try ConfusionMatrix(predicted: [0], labels: [0], classes: classes)
    }
    #expect(error?.place == "confusions of \(classes) classes")
  }

  @Test func mostConfusedPairsComeFirstAndTiesInOrder() throws {
    let labels: [Int32] = [4, 4, 4, 4, 9, 9, 7, 2]
    let predicted: [Int32] = [9, 9, 4, 4, 4, 9, 2, 7]
    let confusion = try ConfusionMatrix(predicted: predicted, labels: labels, classes: 10)
    let pairs = confusion.mostConfused(limit: 3)
    #expect(pairs.map(\.actual) == [4, 2, 7])
    #expect(pairs.map(\.predicted) == [9, 7, 2])
    #expect(pairs.first?.share == Proportion(2, of: 4))
    #expect(confusion.mostConfused(limit: 100).count == 4)
  }

  @Test(arguments: [0, -1, .min]) func noPairsAreNone(limit: Int) throws {
    #expect(try ConfusionMatrix(predicted: [1], labels: [0], classes: 2).mostConfused(limit: limit).isEmpty)
  }

  @Test func measuresThatWouldDivideByZeroAreNil() throws {
    // Class 1 occurs but is never predicted; class 2 neither occurs nor is predicted; 3 is only predicted.
    let confusion = try ConfusionMatrix(predicted: [0, 0, 3], labels: [0, 1, 0], classes: 4)
    let measures = confusion.measures
    #expect(measures[1].precision == nil)
    #expect(measures[1].recall == 0)
    #expect(measures[1].f1 == 0)
    #expect(measures[2].precision == nil)
    #expect(measures[2].recall == nil)
    #expect(measures[2].f1 == nil)
    #expect(measures[3].precision == 0)
    #expect(measures[3].recall == nil)
    #expect(measures[3].count == 0)
  }
}
