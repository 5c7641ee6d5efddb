public import Foundation
public import StrataClassifiers
internal import StrataDrawings
internal import StrataFiles

/// The wrong predictions of which a model was most certain.
public struct MistakesReport: Hashable, Sendable, Codable {
  /// One wrong prediction.
  public struct Mistake: Hashable, Sendable, Codable {
    /// The place of the example among the test examples, from 0.
    public let example: Int
    /// What it is from: its number in its file, from 0, or the path of its picture; nil where that is not known.
    public let source: String?
    /// What it is called.
    public let label: String
    /// What it was taken for.
    public let predicted: String
    /// The probability that the model gave to what it took it for.
    public let probability: Double
    /// The probability that it gave to what it is.
    public let labelProbability: Double
    /// The example as the model sees it, a PNG file; nil where examples are no pictures.
    public let picture: Data?

    /// A wrong prediction.
    public init(
      example: Int, source: String? = nil, label: String, predicted: String, probability: Double,
      labelProbability: Double,
      picture: Data?
    ) {
      (self.example, self.source) = (example, source)
      (self.label, self.predicted) = (label, predicted)
      (self.probability, self.labelProbability, self.picture) = (probability, labelProbability, picture)
    }

    private enum CodingKeys: String, CodingKey {
      case example, source, label, predicted, probability, picture
      case labelProbability = "label_probability"
    }
  }

  /// The model.
  public let title: String
  /// All wrong predictions, of which these are some.
  public let count: Int
  /// The most certain first.
  public let mistakes: [Mistake]

  /// Wrong predictions of a model.
  public init(title: String, count: Int, mistakes: [Mistake]) {
    (self.title, self.count, self.mistakes) = (title, count, mistakes)
  }

  /// The places of the most certain wrong predictions of an evaluation, the most certain first; none for a model without
  /// probabilities.
  public static func mostCertain(of evaluation: Evaluation, limit: Int) -> [Int] {
    guard let certainty = evaluation.certainty?.ofPrediction else { return [] }
    let wrong = evaluation.labels.indices.filter { evaluation.labels[$0] != evaluation.predicted[$0] }
    // Of equal ones the earlier comes first, so that the same predictions give the same page.
    return Array(wrong.sorted { (certainty[$1], $0) < (certainty[$0], $1) }.prefix(limit))
  }

  /// The report as JSON; pictures are PNG files in base64.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// Reads what `json()` wrote.
  ///
  /// - Parameters:
  ///   - json: all bytes of the file.
  ///   - place: the file, as errors name it.
  /// - Throws: `InputError` when it is something else.
  public init(json: Data, at place: String) throws {
    guard let report = try? JSONDecoder().decode(Self.self, from: json),
      report.count >= report.mistakes.count,
      report.mistakes.allSatisfy({ (0...1).contains($0.probability) && (0...1).contains($0.labelProbability) }
      )
    else {
      throw InputError(
        .malformedData, at: place, expected: "wrong predictions", found: "something else",
        advice: "evaluate again")
    }
    self = report
  }
}

extension MistakesReport.Mistake {
  /// `4 taken for 9`.
  package var title: String { "\(label) taken for \(predicted)" }

  /// `99.8 %, 4 has 0.1 %`.
  package var certainty: String { "\(percentage), \(label) has \(labelPercentage)" }

  /// The probability of what it was taken for; one that is nearly all or nothing is not rounded to it.
  package var percentage: String { Self.percentage(probability) }

  /// The probability of what it is.
  package var labelPercentage: String { Self.percentage(labelProbability) }

  private static func percentage(_ share: Double) -> String {
    if share > 0.9995 { return "over 99.9 %" }
    return share < 0.0005 ? "below 0.1 %" : String(100 * share, decimals: 1) + " %"
  }
}
