package import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

/// A file of the IDX format, the format of MNIST, plain or compressed with gzip.
///
/// The format is that of LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section
/// "File formats": a magic number, the sizes, the bytes. A file is read once, in pieces, into the array
/// that is kept; nothing is allocated for a header that claims more than its file can hold.
///
/// ```swift
/// let images = try IDXFile(contentsOf: url, dimensionCount: 3)
/// images.array.dimensions  // [60000, 28, 28]
/// ```
package struct IDXFile: Sendable {
  /// Where it lies.
  package let path: String
  /// The SHA-256 of the file as it lies there, in hexadecimal, as `sha256sum` prints it.
  package let sha256: String
  /// What it holds.
  package let array: IDXArray

  /// Reads a whole file; gzip is told by the file's first bytes, not by its name.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - dimensionCount: how many dimensions it must have: 3 for images, 1 for labels.
  /// - Throws: `InputError` when the file is missing, unreadable, damaged, truncated, over-long, or not
  ///   an array of bytes with so many dimensions.
  package init(contentsOf url: URL, dimensionCount: Int) throws {
    try self.init(
      contentsOf: url, dimensionCounts: dimensionCount...dimensionCount, elements: [.unsignedByte])
  }

  /// The same of files with any of some numbers of dimensions and of some types; grey images of more bytes than
  /// `largestInMemory` stay in their file where it is not compressed.
  init(
    contentsOf url: URL, dimensionCounts: ClosedRange<Int>, elements: [IDXElement],
    largestInMemory: Int = .max
  ) throws {
    var file = try FileReader(path: url.path, advice: Self.replacementAdvice)
    path = file.path
    guard file.isGzip else {
      if file.size > largestInMemory {
        let header = try IDXHeader(from: &file, dimensionCounts: dimensionCounts, elements: elements)
        if header.element == .unsignedByte, (2...3).contains(header.dimensions.count) {
          array = try IDXArray(dimensions: header.dimensions, in: StoredFile(url))
          sha256 = IDXArray.sha256(of: [array])
          return
        }
        file = try FileReader(path: url.path, advice: Self.replacementAdvice)
      }
      array = try IDXArray(from: &file, dimensionCounts, elements)
      sha256 = file.sha256
      return
    }
    var gzip = try GzipReader(file)
    array = try IDXArray(from: &gzip, dimensionCounts, elements)
    sha256 = gzip.file.sha256
  }

  /// True when this build reads gzip: when it has the trait `Zlib`.
  package static var readsGzip: Bool { GzipReader.isAvailable }

  static let replacementAdvice: Wording =
    "put an intact copy in its place"
}

extension IDXArray {
  /// Reads header and bytes, and makes sure that nothing follows them.
  init<Source: ByteSource & ~Copyable>(
    from source: inout Source, _ dimensionCounts: ClosedRange<Int>, _ elements: [IDXElement]
  ) throws {
    let header = try IDXHeader(from: &source, dimensionCounts: dimensionCounts, elements: elements)
    let bytes = try source.read(header.payload)
    let expected = "\(header.payload) bytes after the header"
    guard bytes.count == header.payload else {
      throw InputError(
        .malformedData, at: source.path, expected: expected, found: "\(bytes.count)",
        advice: IDXFile.replacementAdvice)
    }
    // This also makes a gzip file give up its last checksum.
    guard try source.read(1).isEmpty else {
      throw InputError(
        .malformedData, at: source.path, expected: expected, found: "more",
        advice: IDXFile.replacementAdvice)
    }
    self.init(dimensions: header.dimensions, bytes: bytes, element: header.element)
  }
}
