import Foundation
import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

/// Data sets whose numbers stay in their files, beside the same in memory.
struct StoredDatasetTests {
  private let folder: TemporaryFolder
  private static let (count, side) = (90, 5)

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String) -> URL { folder.url.appending(path: name) }

  private static let pixels = RandomStream(seed: 3, purpose: "pixels").uniform(count: count * side * side)
    .map { UInt8($0 * 255) }
  private static let labels = (0..<count).map { Int32($0 % 3) }

  /// The forms that can stay in their files, each with the path that a user names.
  private func write(_ form: String) throws -> String {
    let (count, side) = (Self.count, Self.side)
    switch form {
    case "idx":
      try folder.write(
        idx(sizes: [UInt32(count), UInt32(side), UInt32(side)], payload: Self.pixels),
        to: "idx/train-images-idx3-ubyte")
      try folder.write(
        idx(sizes: [UInt32(count)], payload: Self.labels.map(UInt8.init)),
        to: "idx/train-labels-idx1-ubyte")
      return "idx"
    case "npy bytes":
      let shape = [count, side, side]
      try folder.write(
        NPYArray(shape: shape, element: .byte, data: Self.pixels[...], at: "x").encoded, to: "b/X.npy")
      try folder.write(NPYArray(Self.labels, shape: [count]).encoded, to: "b/y.npy")
      return "b/X.npy"
    case "npy floats":
      let numbers = Self.pixels.map { Float($0) / 16 - 3 }
      try folder.write(NPYArray(numbers, shape: [count, side * side]).encoded, to: "f/X.npy")
      try folder.write(NPYArray(Self.labels, shape: [count]).encoded, to: "f/y.npy")
      return "f/X.npy"
    default:
      let raw = try RawDataset.read(at: file(write("npy floats")), ReadingOptions())
      try raw.write(to: file("converted"))
      return "converted"
    }
  }

  private func load(_ path: String, _ scale: ScaleChoice, stored: Bool) throws -> Dataset {
    var options = LoadingOptions(division: Division(validation: 20, test: 15), scale: scale)
    options.reading.largestInMemory = stored ? 0 : .max
    return try Dataset.load(.path(file(path)), from: nil, options, environment: [:])
  }

  @Test(
    arguments: ["idx", "npy bytes", "npy floats", "converted"],
    [ScaleChoice.automatic, .range, .standard, .asIs])
  func theyAreTheSame(form: String, scale: ScaleChoice) throws {
    let path = try write(form)
    let (memory, stored) = try (load(path, scale, stored: false), load(path, scale, stored: true))
    guard case .stored = stored.train.raw?.values else {
      Issue.record("\(form) is not in its file")
      return
    }
    #expect(stored.sha256 == memory.sha256)
    #expect(stored.encoding == memory.encoding)
    #expect(stored.files == memory.files)
    #expect(stored.notes.map(\.description) == memory.notes.map(\.description))
    #expect(stored.examples.matrix == memory.examples.matrix)
    #expect(stored.examples.range == memory.examples.range)
    #expect(stored.examples.density == memory.examples.density)
    for part in [\Dataset.train, \.validation, \.test] {
      #expect(stored[keyPath: part].features.matrix == memory[keyPath: part].features.matrix)
      #expect(stored[keyPath: part].labels == memory[keyPath: part].labels)
      #expect(stored[keyPath: part].rowHashes == memory[keyPath: part].rowHashes)
    }
    #expect(stored.partHashes == memory.partHashes)
    try stored.train.features.requireIntact()
  }

  /// What has to be changed before it is used is read whole, whatever its size.
  @Test func otherFormsAreReadWhole() throws {
    let columns = Self.side * Self.side
    let doubles = Self.pixels.map { Double($0) / 16 }
    try folder.write(
      NPYArray(
        shape: [Self.count, columns], element: .float(bytes: 8),
        data: doubles.flatMap { withUnsafeBytes(of: $0, Array.init) }[...], at: "x"
      ).encoded, to: "d/X.npy")
    try folder.write(NPYArray(Self.labels, shape: [Self.count]).encoded, to: "d/y.npy")
    let dataset = try load("d/X.npy", .automatic, stored: true)
    guard case .numbers = dataset.train.raw?.values else {
      Issue.record("read some other way")
      return
    }
  }

  @Test func whatIsNoNumberIsRefused() throws {
    var numbers = Self.pixels.map { Float($0) }
    numbers[7 * 25 + 3] = .infinity
    try folder.write(NPYArray(numbers, shape: [Self.count, 25]).encoded, to: "i/X.npy")
    let error = #expect(throws: InputError.self) {
      try RawDataset.read(at: file("i/X.npy"), storedReading)
    }
    #expect(error?.found == "inf in row 7")
  }

  /// Cut off, too long, or with another header: an error before anything is read.
  @Test(arguments: ["idx", "npy bytes", "npy floats"], [-1, 1])
  func damagedFilesAreRefused(form: String, change: Int) throws {
    let path = try write(form)
    let file = self.file(form == "idx" ? "idx/train-images-idx3-ubyte" : path)
    let bytes = try Data(contentsOf: file)
    try (change < 0 ? bytes.dropLast() : bytes + [0]).write(to: file)
    let error = #expect(throws: InputError.self) { try load(path, .automatic, stored: true) }
    #expect(error?.kind == .malformedData)
    #expect(error?.place == file.path)
  }

  private var storedReading: ReadingOptions {
    var reading = ReadingOptions()
    reading.largestInMemory = 0
    return reading
  }

  /// The library's own way to rows in a file.
  @Test func rowsOfAnArrayAreFeatures() throws {
    let rows = try StoredRows(contentsOf: file(write("npy floats")))
    #expect(rows.matrix.elements == Self.pixels.map { Float($0) / 16 - 3 })
    #expect((rows.rows, rows.columns) == (Self.count, 25))
    try folder.write(Array("no array".utf8), to: "text.npy")
    #expect(throws: InputError.self) { try StoredRows(contentsOf: file("text.npy")) }
  }
}
