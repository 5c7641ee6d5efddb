import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite struct EvaluationTests {
  @Test func agreesWithScikitLearn() throws {
    let reference = try EvaluationReference.load().evaluation
    let evaluation = try Evaluation(
      probabilities: Matrix(reference.probabilities), labels: reference.labels)

    let classes = reference.confusion.count
    for actual in 0..<classes {
      for predicted in 0..<classes {
        #expect(
          evaluation.confusion[actual: actual, predicted: predicted]
            == reference.confusion[actual][predicted])
      }
      let measures = evaluation.confusion.measures(of: actual)
      #expect(measures.count == reference.count[actual])
      #expect(abs(try #require(measures.precision) - reference.precision[actual]) < 1e-12)
      #expect(abs(try #require(measures.recall) - reference.recall[actual]) < 1e-12)
      #expect(abs(try #require(measures.f1) - reference.f1[actual]) < 1e-12)
    }
    #expect(agree(try #require(evaluation.logLoss), reference.log_loss, within: 1e-12))
    #expect(agree(try #require(evaluation.calibrationError), reference.calibration_error, within: 1e-12))
    #expect(evaluation.error.count + evaluation.accuracy.count == reference.labels.count)
  }

  @Test func wilsonIntervalAgreesWithScipy() throws {
    for reference in try EvaluationReference.load().wilson {
      let interval = Proportion(reference.count, of: reference.total).interval
      #expect(abs(interval.lowerBound - reference.low) < 1e-14, "\(reference)")
      #expect(abs(interval.upperBound - reference.high) < 1e-14, "\(reference)")
    }
  }

  /// More labels than predictions, and fewer; predictions without classes.
  @Test(arguments: [0, 1, 3]) func oneLabelForEachPrediction(labels: Int) {
    let (scores, labels) = (Matrix([[0.9, 0.1], [0.2, 0.8]]), [Int32](repeating: 1, count: labels))
    let places = [
      #expect(throws: InputError.self) { try Evaluation(scores: scores, labels: labels) },
      #expect(throws: InputError.self) { try Evaluation(probabilities: scores, labels: labels) },
      #expect(throws: InputError.self) { try Evaluation(predicted: [0, 1], labels: labels, classes: 2) },
    ].map { $0?.found }
    #expect(places == Array(repeating: "\(labels.count)", count: 3))
    #expect(throws: InputError.self) { try Evaluation(scores: Matrix(rows: 2, columns: 0), labels: [0, 0]) }
  }

  @Test func percentIsRoundedOnce() {
    #expect(Proportion(744, of: 10_000).percent == 7.44)
    #expect(Proportion(29, of: 100).percent == 29)
  }

  @Test func scoresHaveNoLogLossOrCalibration() throws {
    let evaluation = try Evaluation(
      scores: Matrix([[-1, 3, 2], [0, -5, -9], [7, 7, 1]]), labels: [1, 2, 1])
    #expect(evaluation.predicted == [1, 0, 0])  // The lowest class wins the tie.
    #expect(evaluation.error.count == 2)
    #expect(evaluation.logLoss == nil)
    #expect(evaluation.calibrationError == nil)
  }

  @Test func impossibleClassCostsAFiniteLogLoss() throws {
    let evaluation = try Evaluation(probabilities: Matrix([[1, 0], [1, 0]]), labels: [0, 1])
    let loss = try #require(evaluation.logLoss)
    #expect(agree(loss, 87.336_544_750_553_1 / 2, within: 1e-12))
    #expect(evaluation.calibrationError == 0.5)
  }

  /// Too much confidence in one bin is not made good by too little in another.
  @Test func calibrationGapsOfDifferentBinsDoNotCancel() throws {
    let evaluation = try Evaluation(probabilities: Matrix([[0.5, 0.5], [0.75, 0.25]]), labels: [0, 1])
    #expect(evaluation.calibrationError == (0.5 + 0.75) / 2)
  }

  @Test func badInputIsAnError() {
    #expect(
      throws: InputError(
        .malformedData, at: "evaluation", expected: "at least one labelled example", found: "none",
        advice: "choose a part of the data set that holds some")
    ) { try Evaluation(predicted: [], labels: [], classes: 10) }
    #expect(
      throws: InputError(
        .malformedData, at: "label of example 1", expected: "a class from 0 to 1", found: "7",
        advice: "evaluate the model on data with the classes that it was trained for")
    ) { try Evaluation(scores: Matrix([[0, 1], [0, 1]]), labels: [0, 7]) }
    #expect(
      throws: InputError(
        .malformedData, at: "prediction for example 0", expected: "a class from 0 to 2", found: "3",
        advice: "evaluate the model on data with the classes that it was trained for")
    ) { try Evaluation(predicted: [3], labels: [0], classes: 3) }
    #expect(
      throws: InputError(
        .numericalFailure, at: "prediction for example 1", expected: "finite scores", found: "nan",
        advice: """
          look whether the example's numbers are finite and scaled as those that the model was trained on; if they are, its \
          weights are no longer sound: train it again with a lower learning rate
          """)
    ) { try Evaluation(scores: Matrix([[0, 1], [.nan, 1]]), labels: [0, 1]) }
  }

  @Test(arguments: [[Float.nan, 1], [-0.5, 1.5], [0.5, 0.6], [0, 0], [.infinity, 0]])
  func rowsThatAreNoDistributionsAreErrors(row: [Float]) {
    let error = #expect(throws: InputError.self) {
      try Evaluation(probabilities: Matrix([[0.5, 0.5], row]), labels: [0, 1])
    }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.place == "prediction for example 1")
  }
}
