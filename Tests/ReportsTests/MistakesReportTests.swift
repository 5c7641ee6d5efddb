import Foundation
import StrataClassifiers
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import Testing

/// What an evaluation leaves of single predictions: the most certain mistakes, and how often confidence is right.
struct MistakesReportTests {
  private static let probabilities = Matrix([
    [0.9, 0.1, 0], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8], [0, 0.3, 0.7], [0.05, 0.15, 0.8],
  ])

  @Test func theMostCertainMistakesComeFirst() throws {
    let evaluation = try Evaluation(probabilities: Self.probabilities, labels: [1, 0, 2, 1, 0])
    #expect(MistakesReport.mostCertain(of: evaluation, limit: 10) == [0, 4, 1, 3])
    #expect(MistakesReport.mostCertain(of: evaluation, limit: 2) == [0, 4])
    let margins = try Evaluation(scores: Self.probabilities, labels: [1, 0, 2, 1, 0])
    #expect(MistakesReport.mostCertain(of: margins, limit: 10).isEmpty)
  }

  @Test func bothAreReadAgain() throws {
    let evaluation = try Evaluation(probabilities: Self.probabilities, labels: [1, 0, 2, 1, 0])
    let picture =
      PNG.isAvailable ? try PNG.encode(PixelImage(values: [0, 0.5, 1, 0], width: 2, height: 2)) : nil
    let mistakes = MistakesReport(
      title: "a model", count: 4,
      mistakes: [
        .init(
          example: 0, label: "1", predicted: "0", probability: 0.9, labelProbability: 0.1, picture: picture)
      ])
    #expect(try MistakesReport(json: Data(mistakes.json().utf8), at: "mistakes.json") == mistakes)
    let reliability = ReliabilityReport(
      try #require(evaluation.certainty?.reliability), title: "a model")
    #expect(try ReliabilityReport(json: Data(reliability.json().utf8), at: "calibration.json") == reliability)
    #expect(reliability.svg.contains("Reliability: a model"))
  }

  @Test(arguments: [
    "{}", "{\"title\":\"a\",\"count\":0,\"mistakes\":[{}]}",
    "{\"title\":\"a\",\"bins\":[]}",
    "{\"title\":\"a\",\"bins\":[{\"above\":0.9,\"up_to\":0.1,\"examples\":1,\"right\":1,\"mean_confidence\":0.5}]}",
    "{\"title\":\"a\",\"bins\":[{\"above\":0,\"up_to\":0.1,\"examples\":1,\"right\":2,\"mean_confidence\":0.05}]}",
  ])
  func otherJSONIsAnError(json: String) {
    #expect(throws: InputError.self) { try MistakesReport(json: Data(json.utf8), at: "mistakes.json") }
    #expect(throws: InputError.self) { try ReliabilityReport(json: Data(json.utf8), at: "calibration.json") }
  }
}
