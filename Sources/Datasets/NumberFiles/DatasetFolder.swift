internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

/// A data set as a folder of NumPy arrays and a record of them, as `docs/formats.md` describes it: what
/// `RawDataset.write` leaves and `ArrayDatasets.read` reads.
enum DatasetFolder {
  static let recordName = "dataset.json"

  static func record(in folder: URL) -> URL { folder.appendingPathComponent(recordName) }

  /// The record, in the names of its file.
  struct Record: Codable {
    /// The format's name, and its version; a newer one is not read.
    static let format = "strata-dataset"
    static let version = 1

    var format = Self.format
    var version = Self.version
    var layout: Layout
    var classNames: [String]?
    var preparation: ImagePreparation?
    var notes: [String]
    /// The SHA-256 of each file, in hexadecimal.
    var files: [String: String]

    enum CodingKeys: String, CodingKey {
      case format, version, layout, preparation, notes, files
      case classNames = "class_names"
    }
  }

  /// A part, by the name with which its files begin.
  enum Part: String, CaseIterable {
    case train, validation, test

    var examples: String { "\(rawValue)-examples.npy" }
    var labels: String { "\(rawValue)-labels.npy" }
  }

  static let advice: Wording = "convert the data again, or put back the files as they were written"

  /// Reads the folder, and proves each file by its hash.
  ///
  /// - Throws: `InputError` when a file is missing, is another one, or does not fit the record.
  static func read(_ folder: URL, _ options: ReadingOptions) throws -> RawDataset {
    try options.requireNoLabels(of: folder.lastPathComponent)
    try options.requireNoLabelName(of: folder.lastPathComponent)
    try options.requireNotTransposed(folder.lastPathComponent)
    let url = record(in: folder)
    let file = try WholeFile(url, advice: advice)
    let record = try StrictJSON.decode(Record.self, from: file.bytes[...], at: file.path, advice: advice)
    try require(record, at: file.path)
    var files = [file.file]
    func part(_ part: Part) throws -> RawDataset.Part? {
      guard record.files[part.examples] != nil else { return nil }
      let values = try values(part.examples, in: folder, record, options, &files)
      guard record.files[part.labels] != nil else { return RawDataset.Part(values) }
      let labels = try array(part.labels, in: folder, record, &files)
      return RawDataset.Part(values, labels: try self.labels(labels, values.rows, record.classNames ?? []))
    }
    guard let train = try part(.train) else {
      throw malformed(file.path, "the file \(Part.train.examples)", "none of this name")
    }
    var dataset = RawDataset(
      layout: record.layout, train: train, validation: try part(.validation), test: try part(.test))
    dataset.classNames = record.classNames
    dataset.preparation = record.preparation
    dataset.notes = record.notes.map { Wording($0) }
    dataset.files = files
    return dataset
  }

  /// Checks what the types do not say.
  private static func require(_ record: Record, at place: String) throws {
    guard record.format == Record.format else {
      throw malformed(place, "the format \(Record.format)", quoted(record.format))
    }
    guard record.version == Record.version else {
      throw InputError(
        .malformedData, at: place, expected: "version \(Record.version) of the format",
        found: "version \(record.version)",
        advice: record.version > Record.version ? "use a newer version of this program" : advice)
    }
    let isPossible =
      switch record.layout {
      case .image(let height, let width):
        height > 0 && width > 0 && !height.multipliedReportingOverflow(by: width).overflow
      case .columns(let count, let names): count > 0 && names.map { $0.count == count } ?? true
      }
    guard isPossible else {
      throw malformed(place, "a layout of at least one column, each with a name or none", "another")
    }
    if let preparation = record.preparation, preparation.height < 1 || preparation.width < 1 {
      throw malformed(place, "a preparation for images of at least one pixel", "another")
    }
  }

  private static func array(
    _ name: String, in folder: URL, _ record: Record, _ files: inout [DataFile]
  ) throws -> NPYArray {
    let file = try WholeFile(folder.appendingPathComponent(name), advice: advice)
    try require(file.file, record)
    files.append(file.file)
    return try NPYArray(bytes: file.bytes[...], at: file.path)
  }

  /// Throws unless a file is the one that the record knows.
  private static func require(_ file: DataFile, _ record: Record) throws {
    guard record.files[URL(filePath: file.path).lastPathComponent] == file.sha256 else {
      throw malformed(file.path, "the file whose SHA-256 the record holds", "another, \(file.sha256)")
    }
  }

  /// The numbers of a part: in memory, or in their file where they are too many.
  private static func values(
    _ name: String, in folder: URL, _ record: Record, _ options: ReadingOptions, _ files: inout [DataFile]
  ) throws -> RawValues {
    let layout = record.layout
    func rows(_ shape: [Int], _ title: String, at place: String) throws -> Int {
      let expected =
        switch layout {
        case .image(let height, let width): [height, width]
        case .columns(let count, _): [count]
        }
      guard let rows = shape.first, rows > 0, Array(shape.dropFirst()) == expected else {
        throw malformed(place, layout.title, title)
      }
      return rows
    }
    let url = folder.appendingPathComponent(name)
    if FileManager.default.fileExists(atPath: url.path),
      let array = try StoredArray(url, largerThan: options.largestInMemory)
    {
      let header = array.header
      _ = try rows(
        header.shape, "\(header.element.title) \(NPYHeader.words(header.shape))", at: array.place)
      let file = try array.dataFile()
      try require(file, record)
      files.append(file)
      return .stored(try array.rows(of: layout.width))
    }
    let array = try array(name, in: folder, record, &files)
    let rows = try rows(array.shape, array.title, at: array.place)
    if let bytes = array.bytes { return .bytes(ByteMatrix(rows: rows, columns: layout.width, bytes)) }
    return .numbers(Matrix(rows: rows, columns: layout.width, try array.floats()))
  }

  private static func labels(_ array: NPYArray, _ count: Int, _ names: [String]) throws -> RawLabels {
    guard array.shape == [count], array.element.isNumber else {
      throw malformed(array.place, "\(count) labels", array.title)
    }
    let classes = try array.integers().enumerated().map { index, value -> Int32 in
      guard (Int(RawLabels.none)..<names.count).contains(value) else {
        throw malformed(
          array.place, "classes from -1 to \(names.count - 1)", "\(value) at \(array.words(index))")
      }
      return Int32(value)
    }
    return RawLabels(names: names, classes: classes)
  }

  static func malformed(_ place: String, _ expected: String, _ found: String) -> InputError {
    InputError(.malformedData, at: place, expected: expected, found: found, advice: advice)
  }
}
