import Foundation
import StrataFiles
import StrataTestSupport
import Testing

@testable import StrataLinearAlgebra

/// Numbers that stay in a file, beside the same numbers in memory.
struct StoredRowsTests {
  private static let header = 16
  private static let (rows, columns) = (40, 37)
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let bytes = RandomStream(seed: 1, purpose: "stored").uniform(count: rows * columns).map {
    UInt8($0 * 255) & ($0 < 0.3 ? 0 : 255)
  }
  private static let floats = bytes.map { Float($0) / 7 - 3 }

  private func write() throws {
    let filling = [UInt8](repeating: 9, count: Self.header)
    try folder.write(filling + Self.bytes, to: "bytes")
    try folder.write(filling + Self.floats.flatMap { withUnsafeBytes(of: $0, Array.init) }, to: "floats")
  }

  private func stored(_ name: String, _ element: StoredRows.Element) throws -> StoredRows {
    StoredRows(
      try StoredFile(folder(name)), element: element, startingAt: Self.header, rows: Self.rows,
      columns: Self.columns)
  }

  /// The same numbers in a file and in memory.
  private func pairs() throws -> [(stored: StoredRows, memory: any Features)] {
    try write()
    return [
      (try stored("bytes", .byte), ByteMatrix(rows: Self.rows, columns: Self.columns, Self.bytes)),
      (try stored("floats", .float32), Matrix(rows: Self.rows, columns: Self.columns, Self.floats)),
    ]
  }

  /// Some columns of some rows, in a batch that is wider than they are; −1 where nothing was written.
  private func batch(_ features: any Features, _ rows: [Int32], _ share: Range<Int>, stride: Int) -> [Float] {
    var batch = [Float](repeating: -1, count: rows.count * stride)
    batch.withUnsafeMutableBufferPointer { batch in
      rows.withUnsafeBufferPointer { rows in
        guard let start = batch.baseAddress else { return }
        features.copy(rows: rows, columns: share, into: start, stride: stride)
      }
    }
    return batch
  }

  @Test(arguments: [0..<37, 3..<20, 36..<37, 5..<5], [37, 48])
  func copiesAreThoseFromMemory(share: Range<Int>, stride: Int) throws {
    let orders: [[Int32]] = [Array(0..<40), [7, 8, 9, 3, 3, 39, 0, 1], [], [39]]
    for (stored, memory) in try pairs() {
      for rows in orders {
        #expect(
          batch(stored, rows, share, stride: stride) == batch(memory, rows, share, stride: stride), "\(rows)")
      }
      #expect(stored.matrix == memory.matrix)
      try stored.requireIntact()
    }
  }

  @Test func partsAndOrdersAreThoseFromMemory() throws {
    for (stored, memory) in try pairs() {
      let all = memory.matrix
      #expect(stored[rows: 5..<21].matrix == memory[rows: 5..<21].matrix)
      let order = [30, 2, 2, 17, 16, 38]
      let gathered = stored[rows: 1..<40].gathered(order)
      #expect(gathered.matrix.elements == order.flatMap { all.row($0 + 1) })
      let part = (gathered as any Features)[rows: 2..<5]
      #expect(part.matrix.elements == order[2..<5].flatMap { all.row($0 + 1) })
    }
  }

  /// They decide how a product is computed, so they are the same numbers to the bit.
  @Test func rangeAndDensityAreThoseFromMemory() throws {
    for (stored, memory) in try pairs() {
      #expect(stored.range == memory.range)
      #expect(stored.density == memory.density)
      #expect(stored[rows: 3..<9].range == memory[rows: 3..<9].range)
      #expect(stored[rows: 3..<9].density == memory[rows: 3..<9].density)
    }
  }

  @Test func valuesOfOtherRowsAreExchanged() throws {
    let partners = (0..<20).map { $0 % 3 == 0 ? Int32(-1) : Int32($0) }
    func row(_ features: any Features) -> [Float] {
      var row = [Float](repeating: -7, count: Self.columns)
      row.withUnsafeMutableBufferPointer { row in
        partners.withUnsafeBufferPointer { partners in
          guard let row = row.baseAddress, let start = partners.baseAddress else { return }
          features.exchange(columns: 4..<24, with: start, into: row)
        }
      }
      return row
    }
    for (stored, memory) in try pairs() { #expect(row(stored) == row(memory)) }
  }

  /// A file that is cut or written to is an error at the next copy, and stays one.
  @Test(arguments: [true, false]) func aFileThatChangesIsAnError(isCut: Bool) throws {
    try write()
    // Clocks tick slowly: what is written next has another date for sure.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: folder("bytes").path)
    let stored = try stored("bytes", .byte)
    _ = stored.matrix(rows: 30..<40)
    try stored.requireIntact()
    let file = try FileHandle(forUpdating: folder("bytes"))
    if isCut { try file.truncate(atOffset: 800) } else { try file.write(contentsOf: [1, 2, 3]) }
    try file.close()
    let copied = stored.matrix(rows: 0..<40)
    let error = #expect(throws: InputError.self) { try stored.requireIntact() }
    #expect(error?.kind == .malformedData)
    #expect(error?.place == folder("bytes").path)
    #expect(error?.expected == "the file as it was at the start, 1496 bytes")
    #expect(copied.rows == 40)
    #expect(throws: InputError.self) { try stored[rows: 0..<1].requireIntact() }
  }

  @Test func whatIsNoFileIsRefused() throws {
    let missing = #expect(throws: InputError.self) { try StoredFile(folder("none")) }
    #expect(missing?.kind == .missingInput)
    let other = #expect(throws: InputError.self) { try StoredFile(folder.url) }
    #expect(other?.found == "a folder, a pipe or a device")
  }

  /// What is written is read again, and nothing is left in the folder, not even meanwhile.
  @Test func rowsAreWrittenAndReadAgain() throws {
    let matrix = Matrix(rows: Self.rows, columns: Self.columns, Self.floats)
    let writer = try StoredRows.Writer(in: folder.url, columns: Self.columns)
    for first in stride(from: 0, to: 40, by: 16) {
      try writer.append(matrix.matrix(rows: first..<min(first + 16, 40)))
    }
    let stored = try writer.finished()
    #expect(stored.matrix == matrix)
    #expect(stored.range == matrix.range)
    #expect(stored.density == matrix.density)
    #expect(try folder.contents.isEmpty)
    let nowhere = #expect(throws: InputError.self) {
      try StoredRows.Writer(in: folder("nowhere"), columns: 3)
    }
    #expect(nowhere?.kind == .cannotWrite)
  }

  @Test func whatIsNoNumberHasNoRange() throws {
    let writer = try StoredRows.Writer(in: folder.url, columns: 2)
    try writer.append(Matrix([[1, 2]]))
    try writer.append(Matrix([[.nan, 2]]))
    #expect(try writer.finished().range == nil)
  }
}
