public import Foundation
internal import StrataClassifiers
internal import StrataFiles

extension ReliabilityReport {
  /// The report as JSON: `{"title": …, "bins": [{"above", "up_to", "examples", "right", "mean_confidence"}]}`.
  public func json() throws -> String {
    let document = Document(
      title: title,
      bins: reliability.bins.map { bin in
        Document.Bin(
          above: bin.confidences.lowerBound, upTo: bin.confidences.upperBound,
          examples: bin.accuracy?.total ?? 0, right: bin.accuracy?.count ?? 0,
          meanConfidence: bin.meanConfidence)
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }

  /// Reads what `json()` wrote.
  ///
  /// - Parameters:
  ///   - json: all bytes of the file.
  ///   - place: the file, as errors name it.
  /// - Throws: `InputError` when it is something else.
  public init(json: Data, at place: String) throws {
    guard let document = try? JSONDecoder().decode(Document.self, from: json),
      document.bins.allSatisfy(\.isPossible), document.bins.contains(where: { $0.examples > 0 })
    else {
      throw InputError(
        .malformedData, at: place, expected: "the numbers of a reliability diagram", found: "something else",
        advice: "evaluate again")
    }
    let bins = document.bins.map { bin in
      Reliability.Bin(
        confidences: bin.above...bin.upTo,
        accuracy: bin.examples > 0 ? Proportion(bin.right, of: bin.examples) : nil,
        meanConfidence: bin.examples > 0 ? bin.meanConfidence : nil)
    }
    self.init(Reliability(bins: bins), title: document.title)
  }

  private struct Document: Codable {
    let title: String
    let bins: [Bin]

    struct Bin: Codable {
      let above, upTo: Double
      let examples, right: Int
      let meanConfidence: Double?

      var isPossible: Bool {
        0 <= above && above <= upTo && upTo <= 1 && (0...1 << 40).contains(examples) && right >= 0
          && right <= examples
          && (0...1).contains(meanConfidence ?? 0) && (examples == 0 || meanConfidence != nil)
      }

      private enum CodingKeys: String, CodingKey {
        case above, examples, right
        case upTo = "up_to"
        case meanConfidence = "mean_confidence"
      }
    }
  }
}
