import StrataLinearAlgebra
import Testing

/// Examples as training sees them: the same rows from bytes and from floats.
struct FeaturesTests {
  static let bytes = ByteMatrix(rows: 5, columns: 51, (0..<255).map { UInt8($0) })
  static let floats = Matrix(rows: 5, columns: 51, (0..<255).map { Float($0) - 100 })

  @Test func bytesStandForNumbersFromZeroToOne() {
    let matrix = Self.bytes.matrix
    #expect(matrix.shape == Shape(rows: 5, columns: 51))
    for (byte, value) in zip(Self.bytes.bytes, matrix.elements) {
      #expect(value == Float(byte) * (1 / 255))
    }
    #expect(ByteMatrix(rows: 1, columns: 2, [0, 255]).matrix.elements == [0, 1])
  }

  /// Features that have nothing but what they must have.
  private struct Plain: Features {
    let features: any Features
    var rows: Int { features.rows }
    var columns: Int { features.columns }
    var range: ClosedRange<Float>? { features.range }
    func copy(
      rows: UnsafeBufferPointer<Int32>, columns share: Range<Int>,
      into batch: UnsafeMutablePointer<Float>, stride: Int
    ) { features.copy(rows: rows, columns: share, into: batch, stride: stride) }
  }

  /// Rows that write themselves, without a pointer.
  private struct Rows: RowFeatures {
    let matrix: Matrix
    var rows: Int { matrix.rows }
    var columns: Int { matrix.columns }
    func write(columns: Range<Int>, ofRow row: Int, to values: inout MutableSpan<Float>) {
      for (index, column) in columns.enumerated() { values[index] = matrix[row, column] }
    }
  }

  @Test func rowsThatWriteThemselvesAreFeatures() {
    let rows = Rows(matrix: Self.floats)
    #expect(rows.matrix == Self.floats)
    #expect(rows.range == Self.floats.range)
    var batch = [Float](repeating: -7, count: 2 * 60)
    batch.withUnsafeMutableBufferPointer { batch in
      ([3, 1] as [Int32]).withUnsafeBufferPointer { indices in
        guard let start = batch.baseAddress else { return }
        rows.copy(rows: indices, columns: 4..<9, into: start, stride: 60)
      }
    }
    for column in 0..<60 {
      #expect(batch[column] == ((4..<9).contains(column) ? Self.floats[3, column] : -7))
      #expect(batch[60 + column] == ((4..<9).contains(column) ? Self.floats[1, column] : -7))
    }
    #expect(Rows(matrix: Matrix([[1, .nan]])).range == nil)
    #expect(Rows(matrix: Matrix(rows: 0, columns: 3)).range == nil)
  }

  /// A value of another row for some of the columns asked for; the others stay as they are.
  @Test(arguments: [0..<51, 3..<20, 50..<51, 7..<7])
  func valuesOfOtherRowsAreExchanged(columns: Range<Int>) {
    let part = Self.bytes[rows: 1..<5]
    for features in [
      Self.bytes, Self.floats, part, Plain(features: Self.bytes), Plain(features: part),
      Rows(matrix: Self.floats),
    ]
      as [any Features]
    {
      let partners = columns.map { $0 % 3 == 0 ? Int32(-1) : Int32($0 % 4) }
      var row = [Float](repeating: -7, count: 51)
      row.withUnsafeMutableBufferPointer { row in
        partners.withUnsafeBufferPointer { partners in
          guard let row = row.baseAddress, let start = partners.baseAddress else { return }
          features.exchange(columns: columns, with: start, into: row)
        }
      }
      let matrix = features.matrix
      for column in 0..<51 {
        let isTaken = columns.contains(column) && column % 3 != 0
        #expect(row[column] == (isTaken ? matrix[column % 4, column] : -7))
      }
    }
  }

  @Test func someRowsAreSomeRows() {
    let some = Self.bytes[rows: 1..<4]
    #expect(some.rows == 3 && some.columns == 51)
    #expect(some.matrix == Self.bytes.matrix(rows: 1..<4))
    #expect(some[rows: 2..<3].row(0) == Self.bytes.row(3))
    #expect(Self.bytes[rows: 2..<2].matrix.count == 0)
  }

  @Test func someRowsShareTheStorage() {
    let some = Self.bytes[rows: 2..<4]
    let whole = Self.bytes.bytes.withUnsafeBufferPointer { $0.baseAddress }
    let part = some.bytes.withUnsafeBufferPointer { $0.baseAddress }
    #expect(part == whole.map { $0 + 2 * 51 })
  }

  /// Any rows, in any order, repeated or not; only the columns asked for are written.
  @Test(arguments: [0..<51, 0..<16, 16..<51, 7..<7])
  func aBatchIsGathered(columns: Range<Int>) {
    let rows: [Int32] = [3, 0, 0, 4]
    let stride = 60
    for features in [Self.bytes, Self.floats] as [any Features] {
      var batch = [Float](repeating: -7, count: rows.count * stride)
      rows.withUnsafeBufferPointer { indices in
        batch.withUnsafeMutableBufferPointer {
          if let start = $0.baseAddress {
            features.copy(rows: indices, columns: columns, into: start, stride: stride)
          }
        }
      }
      let matrix = features.matrix
      for (position, value) in batch.enumerated() {
        let (row, column) = (position / stride, position % stride)
        let expected = columns.contains(column) ? matrix[Int(rows[row]), column] : -7
        #expect(value == expected)
      }
    }
  }

  @Test func range() {
    #expect(Self.floats.range == -100...154)
    #expect(Matrix([[0.5]]).range == 0.5...0.5)
    #expect(Matrix([[0, -.infinity], [.infinity, 1]]).range == -Float.infinity...Float.infinity)
    #expect(Matrix(rows: 0, columns: 3).range == nil)
    #expect(
      ByteMatrix(rows: 1, columns: 3, [3, 250, 7]).range == 3 * ByteMatrix.scale...250 * ByteMatrix.scale)
    #expect(ByteMatrix(rows: 1, columns: 2, [0, 255]).range == 0...1)
    #expect(ByteMatrix(rows: 0, columns: 3, []).range == nil)
  }

  @Test(arguments: 0..<4)
  func aRangeWithNotANumberInItIsNone(place: Int) {
    var matrix = Matrix([[1, 2], [3, 4]])
    matrix[place / 2, place % 2] = .nan
    #expect(matrix.range == nil)
  }
}
