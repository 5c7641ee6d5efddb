import Foundation
import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

/// A data set as a folder: what is written is read, and nothing else is.
struct DatasetFolderTests {
  private let folder: TemporaryFolder
  private var target: URL { folder.url.appendingPathComponent("below/set") }

  init() throws { folder = try TemporaryFolder() }

  private static func dataset() -> RawDataset {
    let names = ["ant", "bee", "cat"]
    var dataset = RawDataset(
      layout: .image(height: 2, width: 1),
      train: .init(
        .bytes(ByteMatrix(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6] as [UInt8])),
        labels: RawLabels(names: names, classes: [2, -1, 0])),
      test: .init(
        .bytes(ByteMatrix(rows: 1, columns: 2, [7, 8] as [UInt8])),
        labels: RawLabels(names: names, classes: [1])))
    dataset.classNames = names
    dataset.preparation = ImagePreparation(height: 2, width: 1, fit: .mnist)
    dataset.notes = ["colour was made grey in 2 pictures"]
    return dataset
  }

  private func read() throws -> RawDataset { try #require(try ArrayDatasets.read(target, ReadingOptions())) }

  @Test func whatIsWrittenIsRead() throws {
    let dataset = Self.dataset()
    try dataset.write(to: target)
    for again in [
      try read(),
      try #require(try ArrayDatasets.read(target.appendingPathComponent("dataset.json"), ReadingOptions())),
    ] {
      #expect(again.layout == dataset.layout && again.classNames == dataset.classNames)
      #expect(again.preparation == dataset.preparation && again.notes == dataset.notes)
      #expect(
        again.train.values.bytes == dataset.train.values.bytes && again.train.labels == dataset.train.labels)
      #expect(
        again.test?.values.bytes == dataset.test?.values.bytes && again.test?.labels == dataset.test?.labels)
      #expect(again.validation == nil && again.files.count == 5)
    }
    #expect(try folder.names == ["below"])
  }

  @Test(arguments: 0..<30) func numbersAndLabelsOfAnyKindComeBack(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let columns = Int.random(in: 1...5, using: &numbers)
    func part() -> RawDataset.Part {
      let rows = Int.random(in: 1...6, using: &numbers)
      let values = (0..<rows * columns).map { _ in Float.random(in: -9...9, using: &numbers) }
      let labels = (0..<rows).map { _ in
        Bool.random(using: &numbers) ? Int.random(in: -5...5, using: &numbers) : nil
      }
      return .init(.numbers(Matrix(rows: rows, columns: columns, values)), labels: RawLabels(numbers: labels))
    }
    let dataset = RawDataset(
      layout: .columns(count: columns, names: seed.isMultiple(of: 2) ? nil : (0..<columns).map { "c\($0)" }),
      train: part(), validation: part())
    try dataset.write(to: target)
    let again = try read()
    #expect(again.layout == dataset.layout)
    for (old, new) in [(dataset.train, again.train), (dataset.validation, again.validation)] {
      #expect(new?.values.numbers == old?.values.numbers)
      func words(_ labels: RawLabels?) -> [String?]? {
        labels?.classes.map { $0 < 0 ? nil : labels?.names[Int($0)] }
      }
      #expect(words(new?.labels) == words(old?.labels))
    }
  }

  @Test func nothingIsOverwrittenAndNothingIsLeft() throws {
    try Self.dataset().write(to: target)
    let error = #expect(throws: InputError.self) { try Self.dataset().write(to: target) }
    #expect(error?.kind == .cannotWrite && error?.expected == "a new folder, or an empty one")
    var bad = Self.dataset()
    bad.classNames = ["other"]
    #expect(throws: InputError.self) { try bad.write(to: folder.url.appendingPathComponent("bad")) }
    #expect(try folder.names == ["below"])
    let empty = folder.url.appendingPathComponent("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
    try Self.dataset().write(to: empty)
    #expect(try folder.names == ["below", "empty"])
  }

  /// Each change of the record or a file, and what is then found.
  @Test(arguments: [
    ("\"strata-dataset\"", "\"other\"", "\"other\""), ("\"version\" : 1", "\"version\" : 2", "version 2"),
    ("\"height\" : 2,\n      \"width\" : 1", "\"height\" : 1,\n      \"width\" : 2", "uint8 (3, 2, 1)"),
    ("\"height\" : 2,\n      \"width\" : 1", "\"height\" : -2,\n      \"width\" : -1", "another"),
    (
      "\"height\" : 2,\n      \"width\" : 1", "\"height\" : 9223372036854775807,\n      \"width\" : 9",
      "another"
    ),
    ("\"cat\"", "\"cat\", \"dog\"", nil), (",\n    \"cat\"", "", "2 at element 0"),
    ("\"train-examples.npy\"", "\"trained.npy\"", "none of this name"),
    ("\"test-labels.npy\" : \"", "\"test-labels.npy\" : \"0", "another, "),
  ])
  func aChangedRecordIsNoticed(old: String, new: String, found: String?) throws {
    try Self.dataset().write(to: target)
    let record = target.appendingPathComponent("dataset.json")
    let text = try String(contentsOf: record, encoding: .utf8)
    #expect(text.contains(old), "\(text)")
    try Data(text.replacing(old, with: new).utf8).write(to: record)
    guard let found else {
      _ = try read()
      return
    }
    let error = #expect(throws: InputError.self) { try read() }
    #expect(error?.found.hasPrefix(found) == true, "\(error?.found ?? "")")
  }

  @Test func aChangedOrMissingFileIsNoticed() throws {
    try Self.dataset().write(to: target)
    let file = target.appendingPathComponent("train-examples.npy")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: file)
    let error = #expect(throws: InputError.self) { try read() }
    #expect(error?.expected == "the file whose SHA-256 the record holds" && error?.place == file.path)
    try FileManager.default.removeItem(at: file)
    #expect(#expect(throws: InputError.self) { try read() }?.kind == .missingInput)
  }
}
