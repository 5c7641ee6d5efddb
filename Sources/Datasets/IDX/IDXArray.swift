internal import Crypto
internal import StrataFiles
internal import StrataLinearAlgebra

/// An array of numbers with its dimensions: what an IDX file holds.
package struct IDXArray: Sendable {
  /// The sizes, outermost first: `[60000, 28, 28]` for images, `[60000]` for labels.
  package let dimensions: [Int]
  /// The elements, the last dimension varying fastest: one byte each, or as many as their type has, the most
  /// significant first.
  package let bytes: [UInt8]
  /// The type of an element.
  let element: IDXElement
  /// The whole file, where the elements stay in it; there are no `bytes` then.
  let file: StoredFile?

  /// An array from its bytes. Traps unless there are as many as the dimensions say.
  package init(dimensions: [Int], bytes: [UInt8]) {
    self.init(dimensions: dimensions, bytes: bytes, element: .unsignedByte)
  }

  init(dimensions: [Int], bytes: [UInt8], element: IDXElement) {
    precondition(
      bytes.count == dimensions.reduce(element.size, *),
      "\(bytes.count) bytes for dimensions \(dimensions)")
    (self.dimensions, self.bytes, self.element, file) = (dimensions, bytes, element, nil)
  }

  /// An array of bytes that stay in their file.
  ///
  /// - Throws: `InputError` unless it is the file whose header says these dimensions.
  init(dimensions: [Int], in file: StoredFile) throws(InputError) {
    let header = Self.header(of: dimensions)
    guard try file.beginning(header.count) == header, file.size == header.count + dimensions.reduce(1, *)
    else {
      throw InputError(
        .malformedData, at: file.path, expected: "the file that was opened a moment ago", found: "another",
        advice: "try again when nobody writes to it")
    }
    (self.dimensions, bytes, element, self.file) = (dimensions, [], .unsignedByte, file)
  }

  /// The size of the outermost dimension: how many images or labels.
  package var count: Int { dimensions.first ?? 0 }

  /// What precedes the bytes in an IDX file: two zeros, the type, the number of
  /// dimensions, and each size in four bytes, the most significant first.
  package var header: [UInt8] { Self.header(of: dimensions, element) }

  static func header(of dimensions: [Int], _ element: IDXElement = .unsignedByte) -> [UInt8] {
    [0, 0, element.rawValue, UInt8(dimensions.count)]
      + dimensions.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } }
  }

  /// The SHA-256 of uncompressed files with these arrays, one after the other.
  static func sha256(of arrays: [IDXArray]) -> String {
    var hash = SHA256()
    for array in arrays {
      if let file = array.file {
        file.forEachPiece { hash.update(bufferPointer: $0) }
      } else {
        hash.update(data: array.header)
        hash.update(data: array.bytes)
      }
    }
    return hash.finalize().hexadecimal
  }
}

extension IDXArray: Equatable {
  /// True for the same elements in memory, or for the very same file.
  package static func == (one: IDXArray, other: IDXArray) -> Bool {
    one.dimensions == other.dimensions && one.element == other.element && one.bytes == other.bytes
      && one.file === other.file
  }
}
