import Foundation
import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

/// Data sets of `.npy` files: examples, labels beside them, other parts.
struct NPYDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func save(_ array: NPYArray, _ name: String) throws { try folder.write(array.encoded, to: name) }

  private func read(_ name: String, _ options: ReadingOptions = ReadingOptions()) throws -> RawDataset {
    try #require(try ArrayDatasets.read(folder.url.appendingPathComponent(name), options))
  }

  /// Bytes that count up.
  private static func bytes(_ shape: Int...) -> NPYArray {
    NPYArray((0..<shape.reduce(1, *)).map { UInt8($0 % 256) }, shape: shape)
  }

  @Test(arguments: [
    ("x.npy", "y.npy"), ("X.npy", "Y.npy"), ("X.npy", "y.npy"), ("data.npy", "target.npy"),
    ("images.npy", "labels.npy"), ("digits.npy", "digits-labels.npy"), ("digits.npy", "digits_labels.npy"),
    ("X_train.npy", "y_train.npy"), ("train-images.npy", "train-labels.npy"), ("x.npy", "y.csv"),
    ("x.npy", "labels.txt"),
  ])
  func labelsLieBesideTheExamples(examples: String, labels: String) throws {
    try save(Self.bytes(4, 3, 2), examples)
    if labels.hasSuffix(".npy") {
      try save(NPYArray([2, 0, 2, 5] as [Int32], shape: [4]), labels)
    } else {
      try folder.write(Array("2\n0\n2\n5\n".utf8), to: labels)
    }
    let dataset = try read(examples)
    #expect(dataset.layout == .image(height: 3, width: 2))
    #expect(dataset.train.labels == RawLabels(numbers: [2, 0, 2, 5]))
    #expect(dataset.train.values.bytes == (0..<24).map { UInt8($0) })
    #expect(dataset.files.map { ($0.path as NSString).lastPathComponent } == [examples, labels])
    #expect(dataset.files.allSatisfy { $0.sha256.count == 64 })
  }

  @Test func otherLabelsBesideThemAreSaid() throws {
    try save(Self.bytes(4, 3, 2), "x.npy")
    try save(NPYArray([2, 0, 2, 5] as [Int32], shape: [4]), "y.npy")
    #expect(try read("x.npy").notes.contains("labels are those of y.npy"))
    #expect(try !read("x.npy").notes.contains { $0.description.contains("not read") })
    try save(NPYArray([1, 1, 0, 0] as [Int32], shape: [4]), "labels.npy")
    #expect(
      try read("x.npy").notes.contains(
        "labels are those of y.npy; not read: labels.npy (\(.nameLabelFile))"))
    var options = ReadingOptions()
    options.labels = folder.url.path + "/labels.npy"
    let chosen = try read("x.npy", options)
    #expect(
      chosen.train.labels?.names == ["0", "1"]
        && !chosen.notes.contains { $0.description.contains("not read") })
  }

  @Test func partsOfLikeNamesAreRead() throws {
    for (part, count) in [("train", 4), ("valid", 2), ("test", 3)] {
      try save(Self.bytes(count, 2, 2), "x_\(part).npy")
      try save(NPYArray((0..<count).map { Int64($0) }, shape: [count, 1]), "y_\(part).npy")
    }
    for dataset in [try read("x_train.npy"), try read("")] {
      #expect([dataset.train, dataset.validation, dataset.test].map { $0?.values.rows } == [4, 2, 3])
      #expect(dataset.test?.labels == RawLabels(numbers: [0, 1, 2]))
      #expect(dataset.files.count == 6)
    }
  }

  @Test func aPartWithoutLabelsIsLeftOutWithANote() throws {
    try save(Self.bytes(2, 2, 2), "x_train.npy")
    try save(NPYArray([0, 1] as [Int32], shape: [2]), "y_train.npy")
    try save(Self.bytes(2, 2, 2), "x_test.npy")
    let dataset = try read("x_train.npy")
    #expect(
      dataset.test == nil
        && dataset.notes.contains { $0.description.hasSuffix("x_test.npy has no labels and is left out") })
  }

  @Test func aPartOfAnotherSizeIsRefused() throws {
    try save(Self.bytes(2, 2, 2), "x_train.npy")
    try save(Self.bytes(2, 3, 2), "x_test.npy")
    let error = #expect(throws: InputError.self) { try read("x_train.npy") }
    #expect(error?.found == "images of 3 × 2")
  }

  @Test func numbersStayNumbersAndPixelsBecomeBytes() throws {
    try save(NPYArray([0, 1, 255, 3] as [Int64], shape: [1, 2, 2]), "pixels.npy")
    #expect(try read("pixels.npy").train.values.bytes == [0, 1, 255, 3])
    for values in [[0, 1, 1, 0], [0, 1, 256, 3], [-1, 2, 3, 4]] as [[Int64]] {
      try save(NPYArray(values, shape: [1, 2, 2]), "others.npy")
      #expect(try read("others.npy").train.values.numbers == values.map { Float($0) })
    }
    // A table is none of pixels.
    try save(NPYArray([0, 1, 255, 3] as [Int64], shape: [2, 2]), "table.npy")
    let table = try read("table.npy")
    #expect(table.layout == .columns(count: 2, names: nil) && table.train.values.numbers == [0, 1, 255, 3])
    #expect(table.train.labels == nil && table.notes.contains { $0.description.hasPrefix("no labels") })
    try save(Self.bytes(2, 4), "bytes.npy")
    #expect(try read("bytes.npy").train.values.bytes == (0..<8).map { UInt8($0) })
  }

  @Test func anArrayOfOneRowPerImageBecomesImagesOfTheSizeThatIsSaid() throws {
    try save(Self.bytes(2, 6), "x.npy")
    var options = ReadingOptions()
    options.imageSize = .init(height: 2, width: 3)
    #expect(try read("x.npy", options).layout == .image(height: 2, width: 3))
    options.imageSize = .init(height: 3, width: 3)
    #expect(#expect(throws: InputError.self) { try read("x.npy", options) }?.kind == .usage)
  }

  @Test func coloursBecomeTheirLuma() throws {
    try save(
      NPYArray([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255] as [UInt8], shape: [1, 2, 2, 3]), "x.npy")
    let dataset = try read("x.npy")
    #expect(dataset.train.values.bytes == [76, 150, 29, 255])
    #expect(dataset.notes.contains { $0.description.contains("grey in 1 pictures") })
    try save(NPYArray([1, 0, 0, 0, 1, 0] as [Float], shape: [1, 1, 2, 3]), "x.npy")
    #expect(try read("x.npy").train.values.numbers == [0.299, 0.587])
  }

  @Test func imagesAreTurnedWhenTheyLieTransposed() throws {
    try save(Self.bytes(2, 2, 3, 1), "x.npy")
    var options = ReadingOptions()
    options.isTransposed = true
    let dataset = try read("x.npy", options)
    #expect(dataset.layout == .image(height: 3, width: 2))
    #expect(dataset.train.values.bytes == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
  }

  @Test(arguments: [[4], [2, 2, 2, 2], [2, 3, 4, 4], [1, 2, 2, 2, 2], [0, 4], [2, 0]])
  func otherShapesAreRefused(shape: [Int]) throws {
    try save(NPYArray([UInt8](repeating: 2, count: shape.reduce(1, *)), shape: shape), "x.npy")
    let error = #expect(throws: InputError.self) { try read("x.npy") }
    let isEmpty = shape.contains(0)
    #expect(error?.kind == .malformedData)
    #expect(error?.expected.contains(isEmpty ? "examples" : "examples × features") == true)
    #expect(error?.found.contains("which holds none") == isEmpty)
    #expect(error?.advice.description.contains("moveaxis") == (shape == [2, 3, 4, 4]))
  }

  @Test func textIsNoExample() throws {
    try save(NPYArray(["a", "b"], shape: [2, 1]), "x.npy")
    #expect(#expect(throws: InputError.self) { try read("x.npy") }?.found == "text of 1 letters (2, 1)")
  }

  @Test func whatIsNoneOfTheseIsNil() throws {
    try folder.write([1, 2, 3], to: "notes.md")
    #expect(try ArrayDatasets.read(folder.url.appendingPathComponent("notes.md"), ReadingOptions()) == nil)
    #expect(try ArrayDatasets.read(folder.url, ReadingOptions()) == nil)
    #expect(try ArrayDatasets.read(folder.url.appendingPathComponent("nothing"), ReadingOptions()) == nil)
  }
}

extension RawValues {
  /// The bytes, or nil when these are numbers.
  var bytes: [UInt8]? { if case .bytes(let bytes) = self { Array(bytes.bytes) } else { nil } }
  /// The numbers, or nil when these are bytes.
  var numbers: [Float]? { if case .numbers(let numbers) = self { numbers.elements } else { nil } }
}
