import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataClassifiers

/// A classifier made ready says what the classifier says, however the examples come.
struct PredictorTests {
  private let examples = Matrix(
    rows: 23, columns: 6, RandomStream(seed: 7, purpose: "examples").normal(count: 23 * 6))

  @Test(arguments: [1, 2, 7, 23, 50], [1, 2])
  func agreesWithItsClassifier(batchSize: Int, threads: Int) throws {
    let classifier = try Classifier(ToyClasses.network(seed: 3))
    let execution = Execution(threads: threads)
    let predictor = try classifier.predictor(batchSize: batchSize, execution: execution)
    let expected = try classifier.scores(for: examples, execution: execution)
    // Twice, and fewer in between: what an earlier call left behind does not show.
    for rows in [0..<23, 4..<5, 0..<0, 0..<23] {
      let scores = try predictor.scores(for: examples.matrix(rows: rows))
      #expect(scores.rows == rows.count && scores.columns == 3)
      for (row, original) in rows.enumerated() {
        for column in 0..<3 {
          #expect(abs(scores[row, column] - expected[original, column]) < 1e-5)
        }
      }
    }
    #expect(try predictor.predict(examples) == classifier.predict(examples))
  }

  @Test func examplesOfAnotherWidthAreRefused() throws {
    let predictor = try Classifier(ToyClasses.network(seed: 3)).predictor()
    #expect(throws: InputError.self) { try predictor.predict(Matrix(rows: 2, columns: 7)) }
  }

  @Test func aScoreThatIsNotANumberIsRefused() throws {
    let predictor = try Classifier(ToyClasses.network(seed: 3)).predictor()
    #expect(throws: InputError.self) {
      try predictor.predict(Matrix(rows: 1, columns: 6, repeating: .nan))
    }
  }
}
