import Foundation
import StrataFiles
import Testing

@testable import StrataDatasets

/// Archives of arrays as data sets.
@Suite(.enabled(if: ZipReader.isAvailable))
struct NPZDatasetTests {
  private static func read(
    _ arrays: [(name: String, array: NPYArray)], _ options: ReadingOptions = ReadingOptions()
  ) throws -> RawDataset {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.npz")
    try NPZArchive.write(arrays, to: url)
    return try #require(try ArrayDatasets.read(url, options))
  }

  private static func images(_ count: Int) -> NPYArray {
    NPYArray((0..<count * 4).map { UInt8($0 + 1) }, shape: [count, 2, 2])
  }
  private static func classes(_ count: Int) -> NPYArray {
    NPYArray((0..<count).map { Int64($0) }, shape: [count])
  }

  /// An array of labels that is named and a file of them are two; one that is only called so gives way, which is said.
  @Test func labelsComeFromOnePlace() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "l.txt")
    try Data("a\nb\na\n".utf8).write(to: file)
    let arrays = [("x", Self.images(3)), ("y", Self.classes(3))]
    var options = ReadingOptions()
    options.labels = file.path
    let raw = try Self.read(arrays, options)
    #expect(raw.train.labels?.names == ["a", "b"])
    #expect(
      raw.notes.map(\.description) == ["the array \"y\" is left out: the labels are those of \(file.path)"])
    options.label = "y"
    let error = #expect(throws: InputError.self) { try Self.read(arrays, options) }
    #expect(
      error?.expected == "labels from one place"
        && error?.found == "the array \"y\", and the file \(file.path)")
    // A name that a run brings along is not one that somebody said.
    options.inherited = [.label]
    #expect(try Self.read(arrays, options).train.labels?.names == ["a", "b"])
  }

  @Test func kerasArchiveIsRead() throws {
    let dataset = try #require(
      try ArrayDatasets.read(NPYArrayTests.fixture("keras.npz"), ReadingOptions()))
    #expect(dataset.layout == .image(height: 4, width: 5))
    #expect(dataset.train.values.bytes == (0..<120).map { UInt8($0) })
    #expect(dataset.train.labels == RawLabels(numbers: [0, 1, 2, 3, 4, 5]))
    #expect(dataset.test?.values.bytes == (120..<200).map { UInt8($0) })
    #expect(dataset.test?.labels == RawLabels(numbers: [0, 1, 2, 3]))
    #expect(dataset.validation == nil && dataset.notes.isEmpty && dataset.files.count == 1)
  }

  @Test func digitsAreTakenAsImages() throws {
    let dataset = try #require(
      try ArrayDatasets.read(NPYArrayTests.fixture("digits.npz"), ReadingOptions()))
    #expect(dataset.layout == .image(height: 8, width: 8))
    #expect(dataset.train.values.numbers == (0..<320).map { Float($0 % 17) })
    #expect(dataset.train.labels == RawLabels(numbers: [0, 1, 2, 0, 1]))
    // Names that are numbers are no names.
    #expect(dataset.classNames == nil)
  }

  @Test(arguments: [
    ("x_train", "y_train"), ("X_train", "Y_train"), ("X", "y"), ("x", "y"), ("data", "target"),
    ("data", "labels"),
    ("images", "labels"), ("train_images", "train_labels"), ("train_x", "train_y"),
  ])
  func usualNamesAreKnown(examples: String, labels: String) throws {
    let dataset = try Self.read([
      (labels, Self.classes(3)), ("other", Self.classes(1)), (examples, Self.images(3)),
    ])
    #expect(dataset.train.values.rows == 3 && dataset.train.labels == RawLabels(numbers: [0, 1, 2]))
  }

  @Test(arguments: ["val", "valid", "validation"]) func partsAreKnown(validation: String) throws {
    let dataset = try Self.read([
      ("train_images", Self.images(3)), ("train_labels", Self.classes(3)),
      ("\(validation)_images", Self.images(2)),
      ("\(validation)_labels", Self.classes(2)), ("test_images", Self.images(1)),
      ("test_labels", Self.classes(1)),
    ])
    #expect(
      [dataset.train, dataset.validation, dataset.test].map { $0?.labels?.classes.count } == [3, 2, 1])
  }

  @Test func namesOfClassesAndColumnsAreRead() throws {
    let dataset = try Self.read([
      ("data", NPYArray([1, 2, 3, 4] as [Float], shape: [2, 2])), ("target", Self.classes(2)),
      ("target_names", NPYArray(["setosa", "versicolor", "virginica"], shape: [3])),
      ("feature_names", NPYArray(["length", "width"], shape: [2])),
    ])
    #expect(dataset.layout == .columns(count: 2, names: ["length", "width"]))
    #expect(dataset.classNames == ["setosa", "versicolor", "virginica"])
    #expect(
      dataset.train.labels == RawLabels(names: ["setosa", "versicolor", "virginica"], classes: [0, 1]))
    #expect(throws: InputError.self) {
      try Self.read([
        ("x", Self.images(2)), ("y", Self.classes(2)), ("class_names", NPYArray(["only"], shape: [1])),
      ])
    }
  }

  @Test func theArrayOfLabelsMayBeSaid() throws {
    var options = ReadingOptions()
    options.label = "coarse"
    let arrays = [
      ("x", Self.images(2)), ("y", Self.classes(2)), ("coarse", NPYArray([5, 5] as [Int32], shape: [2])),
    ]
    #expect(try Self.read(arrays, options).train.labels?.names == ["5"])
    options.label = "coarze"
    #expect(
      #expect(throws: InputError.self) { try Self.read(arrays, options) }?.advice
        == "did you mean \"coarse\"?")
  }

  @Test func otherNamesAreListedWithTheirShapes() {
    let error = #expect(throws: InputError.self) {
      try Self.read([("arr_0", Self.images(2)), ("arr_1", Self.classes(2))])
    }
    #expect(error?.found == "arr_0 (uint8 (2, 2, 2)), arr_1 (int64 (2,))")
    #expect(error?.expected.contains("x_train") == true)
    #expect(#expect(throws: InputError.self) { try Self.read([]) }?.found == "no array")
  }
}
