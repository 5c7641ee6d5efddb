internal import Foundation
internal import StrataFiles

/// A data set in one `.npz` file, under the names that Keras, scikit-learn and others give its arrays.
struct NPZDataset {
  private let archive: NPZArchive
  private let options: ReadingOptions
  private var notes: [Wording] = []

  static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset {
    var dataset = NPZDataset(archive: try NPZArchive(contentsOf: url), options: options)
    return try dataset.read()
  }

  private init(archive: NPZArchive, options: ReadingOptions) {
    (self.archive, self.options) = (archive, options)
  }

  private mutating func read() throws -> RawDataset {
    guard let name = first(of: PartnerNames.examples) else { throw unknownNames }
    var files = [DataFile(path: archive.path, sha256: archive.sha256 ?? "")]
    var train = try examples(name)
    if let path = options.labels {
      if let named = options.label.flatMap({ first(of: [$0]) }) {
        try options.requireNoOtherLabels("the array \(quoted(named))", at: archive.path)
      } else if let own = first(of: PartnerNames.labels(of: name)) {
        notes.append("the array \(quoted(own)) is left out: the labels are those of \(path)")
      }
      let read = try LabelFile(URL(userPath: path), count: train.values.rows, options, notes: &notes)
      train.labels = read.labels
      files.append(read.file)
    } else if let labels = try labels(of: name) {
      train.labels = try self.labels(labels, of: train)
    } else {
      notes.append(
        "no labels: neither is there \(PartnerNames.labels(of: name).prefix(2).joined(separator: " or "))")
    }
    try nameColumns(&train)
    let (validation, test) = (try part(.validation, of: name, train), try part(.test, of: name, train))
    var dataset = try RawDataset(train: train, validation: validation, test: test, files: files, notes: notes)
    try nameClasses(&dataset)
    return dataset
  }

  /// The first of some names that an array has, in capitals or not.
  private func first(of names: [String]) -> String? {
    names.lazy.compactMap { name in
      archive.names.first { $0 == name } ?? archive.names.first { $0.lowercased() == name.lowercased() }
    }.first
  }

  private func labels(of name: String) throws -> String? {
    guard let wanted = options.label else { return first(of: PartnerNames.labels(of: name)) }
    guard let found = first(of: [wanted]) else {
      throw InputError(
        .usage, at: archive.path, expected: "an array \(quoted(wanted)) with the labels",
        found: archive.names.listed(),
        advice: archive.names.nearest(to: wanted).map { "did you mean \(quoted($0))?" } ?? "give another name"
      )
    }
    return found
  }

  private mutating func part(
    _ part: PartnerNames.Part, of name: String, _ train: LabelledExamples
  ) throws -> LabelledExamples? {
    guard let found = first(of: PartnerNames.names(of: part, beside: name)) else { return nil }
    var result = try examples(found)
    let wanted =
      options.label.map { PartnerNames.names(of: part, beside: $0) } ?? PartnerNames.labels(of: found)
    if let labels = first(of: wanted) { result.labels = try self.labels(labels, of: result) }
    if case .columns(train.layout.width, nil) = result.layout { result.layout = train.layout }
    return result
  }

  private mutating func examples(_ name: String) throws -> LabelledExamples {
    guard let array = try archive.array(name) else { throw unknownNames }
    return try LabelledExamples(array, options, notes: &notes)
  }

  private mutating func labels(_ name: String, of examples: LabelledExamples) throws -> RawLabels? {
    try archive.array(name).map { try RawLabels($0, count: examples.values.rows, notes: &notes) }
  }

  /// The words of an array of one dimension; nil when there is none, or when it holds no words.
  private func words(_ names: [String]) throws -> [String]? {
    for name in names {
      guard let found = first(of: [name]), let array = try? archive.array(found), array.shape.count == 1,
        !array.element.isNumber
      else { continue }
      return try array.strings()
    }
    return nil
  }

  private func nameColumns(_ train: inout LabelledExamples) throws {
    guard case .columns(let count, nil) = train.layout, let names = try words(["feature_names", "columns"]),
      names.count == count
    else { return }
    train.layout = .columns(count: count, names: names)
  }

  private func nameClasses(_ dataset: inout RawDataset) throws {
    guard let names = try words(["class_names", "target_names", "label_names", "classes"]), !names.isEmpty
    else {
      return
    }
    dataset.classNames = names
    let place = archive.path
    dataset.train.labels = try dataset.train.labels?.indexed(by: names, at: place)
    let validation = try dataset.validation?.labels?.indexed(by: names, at: place)
    let test = try dataset.test?.labels?.indexed(by: names, at: place)
    dataset.validation?.labels = validation
    dataset.test?.labels = test
  }

  private var unknownNames: InputError {
    let found = archive.summary
    let shown = found.prefix(12).joined(separator: ", ") + (found.count > 12 ? ", …" : "")
    return InputError(
      .malformedData, at: archive.path,
      expected: "arrays x_train and y_train, X and y, data and target, images and "
        + "labels, or train_images and train_labels", found: found.isEmpty ? "no array" : shown,
      advice: "write it again with such names: numpy.savez(file, x_train=…, y_train=…)")
  }
}
