package import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

/// The variants' own files (`.amat`): text, an example in a line, 784 numbers and the label. Their pixels lie column by
/// column, and are put right; the last of the training examples are those for validation, as published.
package enum AmatDataset {
  /// Reads a file with examples to train on, and the one with those to test on beside it; or a folder of both.
  ///
  /// - Returns: nil when no such file lies there.
  /// - Throws: `InputError` naming the line that is none of an example.
  package static func read(_ url: URL, _ options: ReadingOptions) throws -> RawDataset? {
    guard let files = try files(at: url) else { return nil }
    let train = try part(files.train, options)
    var raw = RawDataset(layout: .image(height: Variant.side, width: Variant.side), train: train.part)
    let test = try files.test.map { try part($0, options) }
    raw.test = test?.part
    raw.files = [train.file] + (test.map { [$0.file] } ?? [])
    raw.isInFixedOrder = true
    raw.notes = [
      "pixels are read column by column, as these files have them"
    ]
    return raw
  }

  private static func files(at url: URL) throws -> (train: URL, test: URL?)? {
    guard url.isFolder else {
      guard url.lastPathComponent.lowercased().hasSuffix(".amat"),
        FileManager.default.fileExists(atPath: url.path)
      else { return nil }
      let folder = url.deletingLastPathComponent()
      let test = url.lastPathComponent.replacing("train_valid", with: "test").replacing("train", with: "test")
      let other = folder.appendingPathComponent(test)
      let isThere = test != url.lastPathComponent && FileManager.default.fileExists(atPath: other.path)
      return (url, isThere ? other : nil)
    }
    let names = try Folders.names(in: url).filter { $0.lowercased().hasSuffix(".amat") }.sorted()
    guard let train = names.first(where: { $0.contains("train") }) else { return nil }
    return (
      url.appendingPathComponent(train),
      names.first { $0.contains("test") }.map { url.appendingPathComponent($0) }
    )
  }

  private static func part(
    _ url: URL, _ options: ReadingOptions
  ) throws -> (part: RawDataset.Part, file: DataFile) {
    var file = try FileReader(path: url.path, advice: "check the path")
    let bytes = try file.read(file.size)
    let width = Variant.side * Variant.side
    var elements: [Float] = []
    elements.reserveCapacity(bytes.count / 10)
    var labels: [Int?] = []
    try bytes.withUnsafeBufferPointer { text in
      var scanner = AmatScanner(text)
      while let line = scanner.nextLine() {
        guard line.count == width + 1, line.allSatisfy(\.isFinite), let label = Int(exactly: line[width])
        else {
          throw InputError(
            .malformedData, at: "\(url.relativePath), line \(labels.count + 1)",
            expected: "\(width) numbers and a label",
            found:
              "\(line.count) numbers\(line.count == width + 1 ? ", the last no label or one not finite" : "")",
            advice: "take the files of the data set as they were published")
        }
        elements += line.prefix(width)
        labels.append(label)
      }
    }
    guard !labels.isEmpty else {
      throw InputError(
        .malformedData, at: url.relativePath, expected: "examples", found: "none",
        advice: "take the files of the data set as they were published")
    }
    if options.isTransposed ?? true { elements = Self.transposed(elements, rows: labels.count) }
    let part = RawDataset.Part(
      .numbers(Matrix(rows: labels.count, columns: width, elements)), labels: RawLabels(numbers: labels))
    return (part, DataFile(path: url.relativePath, sha256: file.sha256))
  }

  private static func transposed(_ elements: [Float], rows: Int) -> [Float] {
    let side = Variant.side
    return (0..<rows).flatMap { row in
      let image = elements[row * side * side..<(row + 1) * side * side]
      return (0..<side * side).map { image[image.startIndex + $0 % side * side + $0 / side] }
    }
  }
}

/// Goes through text line by line, number by number.
private struct AmatScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// The numbers of the next line that has any; what is no number is not a number. Nil at the end.
  mutating func nextLine() -> [Float]? {
    var numbers: [Float] = []
    while place < text.count {
      let character = text[place]
      if character == UInt8(ascii: "\n") {
        place += 1
        if !numbers.isEmpty { return numbers }
      } else if character <= UInt8(ascii: " ") {
        place += 1
      } else {
        let start = place
        while place < text.count, text[place] > UInt8(ascii: " ") { place += 1 }
        let word = String(decoding: text[start..<place], as: UTF8.self)
        numbers.append(Float(word) ?? .nan)
      }
    }
    return numbers.isEmpty ? nil : numbers
  }
}
