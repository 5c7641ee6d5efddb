public import Foundation
internal import Crypto
internal import StrataFiles
public import StrataLinearAlgebra

/// An array that stays in its `.npy` file: bytes, or Float32 in the order of this machine, the last dimension varying
/// fastest. Any other has to be changed before it is used, and is read whole.
struct StoredArray {
  let header: NPYHeader
  private let file: StoredFile
  private let element: StoredRows.Element

  /// An array of which a file of more than `size` bytes holds the elements as they are used; nil for any other.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, no array, or not as long as its header says.
  init?(_ url: URL, largerThan size: Int = 0) throws {
    let file = try StoredFile(url)
    guard file.size > size else { return nil }
    let header = try NPYHeader(file.beginning(NPYHeader.longest)[...], at: file.path)
    let isInOrder = !header.isFortranOrder || header.shape.count < 2
    let isLittle = Int(1).littleEndian == 1 && !header.isBigEndian
    switch header.element {
    case .byte where isInOrder: element = .byte
    case .float(4) where isInOrder && isLittle: element = .float32
    default: return nil
    }
    let bytes = header.count * header.element.size
    guard file.size - header.size == bytes else {
      throw InputError(
        .malformedData, at: file.path, expected: "\(bytes) bytes of elements, as its header says",
        found: "\(file.size - header.size)", advice: "write it again: numpy.save(file, array)")
    }
    (self.file, self.header) = (file, header)
  }

  /// The file, with its hash.
  func dataFile() throws -> DataFile {
    var hash = SHA256()
    file.forEachPiece { hash.update(bufferPointer: $0) }
    try file.requireIntact()
    return DataFile(path: file.path, sha256: hash.finalize().hexadecimal)
  }

  var place: String { file.path }

  /// The elements as rows of so many; traps where they are not whole rows.
  ///
  /// - Throws: `InputError` when one is not finite.
  func rows(of columns: Int) throws -> StoredRows {
    precondition(columns > 0 && header.count % columns == 0, "\(header.count) in rows of \(columns)")
    let rows = StoredRows(
      file, element: element, startingAt: header.size, rows: header.count / columns, columns: columns)
    guard element == .float32 else { return rows }
    for piece in StoredRows.pieces(of: 0..<rows.rows, columns: columns) {
      let numbers = rows.matrix(rows: piece).elements
      try rows.requireIntact()
      if let index = numbers.firstIndex(where: { !$0.isFinite }) {
        throw InputError(
          .malformedData, at: file.path, expected: "finite numbers",
          found: "\(numbers[index]) in row \(piece.lowerBound + index / columns)",
          advice: "find out where it comes from, and leave that row out, or put a number there")
      }
    }
    return rows
  }
}

extension StoredRows {
  /// The rows of a `.npy` file of bytes or of Float32, which stay there; all dimensions but the first make one row, and a
  /// byte stands for 0, 1/255, … 1. The file is read once, to see that all numbers are finite.
  ///
  /// - Throws: `InputError` when it is missing, damaged, of another type or order, has no rows, or holds a number that is
  ///   not finite.
  public init(contentsOf url: URL) throws {
    guard let array = try StoredArray(url, largerThan: -1), let count = array.header.shape.first,
      array.header.count > 0
    else {
      throw InputError(
        .malformedData, at: url.path, expected: "an array of uint8 or of float32 with rows in C order",
        found: "another",
        advice: "write it again: numpy.save(file, numpy.ascontiguousarray(array, 'float32'))")
    }
    self = try array.rows(of: array.header.count / count)
  }
}
