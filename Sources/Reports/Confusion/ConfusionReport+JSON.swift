public import Foundation
internal import StrataClassifiers
internal import StrataFiles

extension ConfusionReport {
  /// The report as JSON: `{"title": …, "classes": […], "counts": [[…]]}`; rows are true classes.
  public func json() throws -> String {
    let classes = 0..<confusion.classes
    let document = Document(
      title: title, classes: classNames,
      counts: classes.map { row in classes.map { confusion[actual: row, predicted: $0] } })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
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
      document.classes.count == document.counts.count
    else {
      throw InputError(
        .malformedData, at: place, expected: "a confusion matrix with its class names",
        found: "something else", advice: "evaluate again")
    }
    self.init(
      try ConfusionMatrix(counts: document.counts), title: document.title, classNames: document.classes)
  }

  private struct Document: Codable {
    let title: String
    let classes: [String]
    let counts: [[Int]]
  }
}
