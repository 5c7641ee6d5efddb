internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

extension RawDataset {
  /// Reads the files of a folder and makes sure that they belong together.
  ///
  /// - Throws: `InputError` when a file is bad, when images and labels differ in number, or when training and test
  ///   images differ in size.
  init(_ folder: IDXFolder, _ options: ReadingOptions = ReadingOptions()) throws {
    var read: [IDXFolder.Role: IDXFile] = [:]
    var notes: [Wording] = []
    for role in IDXFolder.Role.allCases where !folder[role].isEmpty {
      read[role] = try IDXFile.best(of: folder[role], role, options, &notes)
    }
    if let labels = options.labels, read[.trainLabels] == nil {
      throw InputError(
        .usage, at: labels, expected: "labels of IDX files beside them", found: "another file",
        advice: "call it \(IDXFolder.Role.trainLabels.fileName) and put it beside the images")
    }
    guard let train = read[.trainImages] else { preconditionFailure("a folder has images to train on") }
    try self.init(train, labels: read[.trainLabels], test: read[.testImages], testLabels: read[.testLabels])
    self.notes = notes + self.notes
    if let mapping = EMNISTMapping(beside: folder.folder, prefix: folder.prefix) { name(by: mapping) }
    try turn(options, prefix: folder.prefix, in: folder.folder)
  }

  /// Reads one file of images, and that of their labels where it lies beside it.
  ///
  /// - Parameter name: what the file's name says it is.
  init(_ url: URL, _ name: IDXName, _ options: ReadingOptions) throws {
    let folder = url.deletingLastPathComponent()
    let labels = try IDXName.all(in: folder)
      .filter { $0.name.prefix == name.prefix && $0.name.role == name.role.labels }.map(\.url)
    var notes: [Wording] = []
    try self.init(
      IDXFile.best(of: [url], name.role, options, &notes),
      labels: labels.isEmpty ? nil : IDXFile.best(of: labels, name.role.labels, options, &notes), test: nil,
      testLabels: nil)
    self.notes = notes + self.notes
    if let mapping = EMNISTMapping(beside: folder, prefix: name.prefix) { self.name(by: mapping) }
    try turn(options, prefix: name.prefix, in: folder)
  }

  /// Turns images that lie transposed: EMNIST's (Cohen et al. 2017, and the page of the data set), and those of which a
  /// user says so.
  private mutating func turn(_ options: ReadingOptions, prefix: String, in folder: URL) throws {
    let names = [prefix, folder.lastPathComponent, folder.deletingLastPathComponent().lastPathComponent]
    let isOfEMNIST = names.contains { $0.lowercased().contains("emnist") }
    if options.isTransposed ?? isOfEMNIST { try transpose(isKnown: options.isTransposed == nil) }
  }

  private init(_ train: IDXFile, labels: IDXFile?, test: IDXFile?, testLabels: IDXFile?) throws {
    let size = Array(train.array.dimensions.dropFirst())
    if let test, Array(test.array.dimensions.dropFirst()) != size {
      func words(_ file: IDXFile) -> String {
        "images of " + file.array.dimensions.dropFirst().map(String.init).joined(separator: " × ")
      }
      throw InputError(
        .malformedData, at: test.path, expected: "\(words(train)), as \(train.path) holds",
        found: words(test),
        advice: "use files that belong together")
    }
    self.init(
      layout: size.count == 1
        ? .columns(count: size[0], names: nil) : .image(height: size[0], width: size[1]),
      train: try Part(train, labels))
    self.test = try test.map { try Part($0, testLabels) }
    if size.count == 3 { notes.append("the images have colours, which were made grey") }
    let all = [train, labels, test, testLabels].compactMap(\.self)
    files = all.map { DataFile(path: $0.path, sha256: $0.sha256) }
    sha256 = IDXArray.sha256(of: all.map(\.array))
    if layout == .image(height: 28, width: 28) {
      preparation = ImagePreparation(height: 28, width: 28, fit: .mnist)
    }
  }

  /// Images that lie transposed, turned.
  private mutating func transpose(isKnown: Bool) throws {
    guard case .image(let height, let width) = layout else {
      throw InputError(
        .usage, at: "isTransposed", expected: "images", found: layout.title, advice: "leave it out")
    }
    layout = .image(height: width, width: height)
    train.values = try train.values.transposed(rows: height, columns: width)
    if let values = test?.values { test?.values = try values.transposed(rows: height, columns: width) }
    notes.append(
      isKnown
        ? "EMNIST's images lie transposed in its files, and were turned; \(.leaveTransposed)"
        : "the images were transposed")
  }
}

extension RawDataset.Part {
  /// Images and their labels.
  fileprivate init(_ images: IDXFile, _ labels: IDXFile?) throws {
    self.init(try RawValues(images))
    guard let labels else { return }
    guard labels.array.count == images.array.count else {
      throw InputError(
        .malformedData, at: labels.path,
        expected: "\(images.array.count) labels, as many as \(images.path) holds images",
        found: "\(labels.array.count)", advice: "use files that belong together")
    }
    // Of labels with several columns, as QMNIST has them, the first is the class.
    let stride = labels.array.dimensions.dropFirst().reduce(1, *)
    let numbers = labels.array.numbers
    self.labels = RawLabels(
      numbers: try Swift.stride(from: 0, to: numbers.count, by: stride).map { index in
        let value = numbers[index]
        guard value == value.rounded(), abs(value) < 1e9 else {
          throw InputError(
            .malformedData, at: labels.path, expected: "whole numbers as labels",
            found: "\(value) at example \(index / stride)", advice: IDXFile.replacementAdvice)
        }
        return Int(value)
      })
  }
}

extension RawValues {
  /// Bytes as they are, other types as Float32; colours made grey.
  fileprivate init(_ file: IDXFile) throws {
    let array = file.array
    let sizes = array.dimensions.dropFirst()
    guard sizes.count < 4, sizes.count != 3 || sizes.last == 3 else {
      throw InputError(
        .malformedData, at: file.path, expected: "images of height × width, or of height × width × 3 colours",
        found: sizes.map(String.init).joined(separator: " × "), advice: "write them as grey images")
    }
    let isColoured = sizes.count == 3
    let columns = sizes.reduce(1, *) / (isColoured ? 3 : 1)
    if let stored = array.file {
      self = .stored(
        StoredRows(
          stored, element: .byte, startingAt: array.header.count, rows: array.count, columns: columns))
      return
    }
    if array.element == .unsignedByte {
      let bytes = isColoured ? Array(Luma.bytes(array.bytes[...])) : array.bytes
      self = .bytes(ByteMatrix(rows: array.count, columns: columns, bytes))
      return
    }
    let numbers = array.numbers
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw InputError(
        .malformedData, at: file.path, expected: "finite numbers",
        found: "\(numbers[index]) in example \(index / sizes.reduce(1, *))",
        advice: "find out where it comes from, and leave that example out")
    }
    self = .numbers(Matrix(rows: array.count, columns: columns, isColoured ? Luma.numbers(numbers) : numbers))
  }
}

extension IDXFile {
  /// The first of some files that can be read; that others cannot is a note.
  fileprivate static func best(
    of files: [URL], _ role: IDXFolder.Role, _ options: ReadingOptions, _ notes: inout [Wording]
  ) throws -> IDXFile {
    var failure: InputError?
    for url in files {
      do {
        let file = try IDXFile(
          contentsOf: url, dimensionCounts: role.isOfImages ? 2...4 : 1...2, elements: IDXElement.allCases,
          largestInMemory: role.isOfImages ? options.largestInMemory : .max)
        if let failure { notes.append("\(failure); \(url.lastPathComponent) beside it was taken") }
        return file
      } catch let error as InputError {
        failure = failure ?? error
      }
    }
    throw failure
      ?? InputError(
        .missingInput, at: role.fileName, expected: "a file", found: "none", advice: replacementAdvice)
  }
}
