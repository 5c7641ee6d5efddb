internal import StrataFiles
internal import StrataLinearAlgebra

/// Examples of one part, on their way from files to a data set.
struct LabelledExamples {
  var layout: Layout
  var values: RawValues
  var labels: RawLabels?
  /// Where they were read, as errors and notes name it.
  let place: String

  /// The same with numbers instead of bytes.
  fileprivate func asNumbers() throws -> LabelledExamples {
    guard values.areBytes else { return self }
    var result = self
    result.values = .numbers(try values.numbers())
    return result
  }

  fileprivate var part: RawDataset.Part { RawDataset.Part(values, labels: labels) }
}

extension RawDataset {
  /// A data set of parts that were read one by one.
  ///
  /// A part without labels beside training examples that have some is left out, with a note: no error can be measured
  /// on it. Where one part holds bytes and another numbers, all become numbers.
  ///
  /// - Throws: `InputError` when the examples of a part have another layout, or when a part has no examples.
  init(
    train: LabelledExamples, validation: LabelledExamples?, test: LabelledExamples?, files: [DataFile],
    notes: [Wording]
  ) throws {
    var notes = notes
    func usable(_ part: LabelledExamples?) -> LabelledExamples? {
      guard let part, train.labels != nil, part.labels == nil else { return part }
      notes.append("\(part.place) has no labels and is left out")
      return nil
    }
    var parts = [train, usable(validation), usable(test)]
    for case let part? in parts { try Self.require(part, asIn: train) }
    if parts.contains(where: { $0?.values.areBytes == false }) {
      parts = try parts.map { try $0?.asNumbers() }
    }
    self.init(
      layout: train.layout, train: (parts[0] ?? train).part, validation: parts[1]?.part, test: parts[2]?.part)
    self.notes = notes
    self.files = files
  }

  private static func require(_ part: LabelledExamples, asIn train: LabelledExamples) throws {
    guard part.values.rows > 0, part.values.columns > 0 else {
      throw InputError(
        .malformedData, at: part.place, expected: "at least one example with one column",
        found: "\(part.values.rows) × \(part.values.columns)", advice: "give another file")
    }
    guard part.layout != train.layout else { return }
    let isOrder = part.layout.title == train.layout.title
    throw InputError(
      .malformedData, at: part.place, expected: "\(train.layout.title), as \(train.place) has them",
      found: isOrder ? "columns of other names, or in another order" : part.layout.title,
      advice: "use files that belong together")
  }
}
