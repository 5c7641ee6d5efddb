internal import StrataFiles
internal import StrataLinearAlgebra

extension RawValues {
  /// Hands out rows that are in memory, with their numbers among all: all of them at once, or of a file one piece after the other.
  func eachPiece(of rows: Range<Int>, _ body: (RawValues, Range<Int>) throws -> Void) rethrows {
    guard case .stored(let stored) = self else { return try body(self, rows) }
    for piece in StoredRows.pieces(of: rows, columns: columns) {
      try body(stored.piece(piece), 0..<piece.count)
    }
  }

  /// The same in memory, wherever they are.
  ///
  /// - Throws: `InputError` where they do not fit, or cannot be read.
  func inMemory() throws -> RawValues {
    guard case .stored(let stored) = self else { return self }
    try ObtainableMemory.require(rows * columns * stored.element.size, at: stored.file.path)
    let values = stored.piece(0..<rows)
    try requireIntact()
    return values
  }

  /// Throws where something could not be read from its file.
  func requireIntact() throws {
    if case .stored(let stored) = self { try stored.requireIntact() }
  }
}

extension StoredRows {
  /// Some rows in memory, as their file has them.
  func piece(_ range: Range<Int>) -> RawValues {
    bytes(rows: range).map { .bytes($0) } ?? .numbers(matrix(rows: range))
  }
}
