import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import StrataTestSupport

extension FuzzTarget {
  /// ZIP archives: the file, and what its members expand to, at most 1,032 times of it one after the other.
  static let zip = FuzzTarget(name: "zip", cap: { 1040 * $0 + base }) { bytes, _ in
    let archive = try ZipReader(bytes, at: "a.zip", advice: "make it again")
    for member in archive.members {
      let content = try archive.content(of: member)
      guard content.count == member.size else {
        throw Finding.contradiction("\(member.size) bytes of which \(content.count) are there")
      }
      _ = try archive.content(of: member, limit: 10)
    }
  }

  /// Arrays as numbers and as text, and written again: a String of 16 bytes for each byte of text, and its index.
  static let array = FuzzTarget(name: "array", cap: { 64 * $0 + base }) { bytes, _ in
    let array = try NPYArray(bytes: bytes[...], at: "x.npy")
    let again = try NPYArray(bytes: array.encoded[...], at: "what was written again")
    guard again.shape == array.shape, again.element == array.element, again.encoded == array.encoded else {
      throw Finding.contradiction("the array that was written again is another one")
    }
    if array.element.isNumber {
      guard try array.floats().count == array.count, try array.integers().count == array.count else {
        throw Finding.contradiction("another number of elements")
      }
    } else {
      guard try array.strings().count == array.count else {
        throw Finding.contradiction("another number of elements")
      }
    }
  }

  /// Archives of arrays as data sets. What they expand to is held as bytes, as numbers and as labels.
  static let npz = FuzzTarget(name: "npz", cap: { 64 * 1040 * $0 + base }) { bytes, folder in
    try readDataset(folder.file("a.npz", bytes))
  }

  /// Tables of text. A cell of two bytes is a Float32, and the first lines are held as Strings, all lines of labels too.
  static let csv = FuzzTarget(name: "csv", cap: { 256 * $0 + base }) { bytes, folder in
    _ = try folder.file("labels.txt", bytes)
    try readDataset(folder.file("a.csv", bytes))
  }

  /// The record of a data set as a folder, beside arrays that it may describe.
  static let dataset = FuzzTarget(name: "dataset", cap: { 64 * $0 + base }) { bytes, folder in
    let examples = NPYArray([0, 1, 2, 3, 4, 5, 6, 7] as [UInt8], shape: [2, 2, 2])
    _ = try folder.file("train-examples.npy", examples.encoded)
    _ = try folder.file("train-labels.npy", NPYArray([0, -1] as [Int32], shape: [2]).encoded)
    try readDataset(folder.file("dataset.json", bytes))
  }

  private static func readDataset(_ url: URL) throws {
    guard let dataset = try ArrayDatasets.read(url, ReadingOptions()) else { return }
    for case let part? in [dataset.train, dataset.validation, dataset.test] {
      guard part.values.columns == dataset.layout.width, part.values.rows > 0,
        part.labels.map({ $0.classes.count == part.values.rows }) ?? true
      else {
        throw Finding.contradiction("\(part.values.rows) × \(part.values.columns) of \(dataset.layout.title)")
      }
      if case .numbers(let numbers) = part.values, !numbers.elements.allSatisfy(\.isFinite) {
        throw Finding.contradiction("a number that is none")
      }
      guard let labels = part.labels else { continue }
      let isInRange = labels.classes.allSatisfy {
        $0 == RawLabels.none || labels.names.indices.contains(Int($0))
      }
      guard isInRange else { throw Finding.contradiction("a class without a name") }
    }
  }
}
