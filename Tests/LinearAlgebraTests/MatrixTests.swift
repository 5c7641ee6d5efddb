import Testing

@testable import StrataLinearAlgebra

/// The matrix as a value.
struct MatrixTests {
  let matrix = Matrix([[1, 2, 3], [4, 5, 6]])

  @Test func elementsLieRowAfterRow() {
    #expect(matrix.rows == 2 && matrix.columns == 3 && matrix.count == 6)
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
    #expect(matrix == Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6]))
    #expect(matrix[1, 0] == 4 && matrix[0, 2] == 3)
    #expect(Array(matrix.row(1)) == [4, 5, 6])
    #expect(matrix.column(2) == [3, 6])
    #expect("\(matrix.shape)" == "2 × 3" && matrix.shape.count == 6)
  }

  @Test func aCopyIsAValueOfItsOwn() {
    var copy = matrix
    copy[0, 1] = 9
    copy.withWindow { $0[1, 2] = -1 }
    #expect(copy.elements == [1, 9, 3, 4, 5, -1])
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
  }

  @Test func windowsOnColumnsAndRows() {
    var source = Matrix(rows: 4, columns: 5, (0..<20).map(Float.init))
    source.withWindow { all in
      let window = all.rows(1..<3).columns(2..<5)
      #expect(window.shape == Shape(rows: 2, columns: 3))
      #expect(window.copied() == Matrix([[7, 8, 9], [12, 13, 14]]))
      window.assign(Matrix(rows: 2, columns: 3, repeating: 0))
      all.rows(3..<4).columns(0..<3).assign(all.rows(0..<1).columns(2..<5))
    }
    #expect(
      source.elements == [0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 10, 11, 0, 0, 0, 2, 3, 4, 18, 19])
  }

  @Test func anEmptyMatrixIsAMatrix() {
    var empty = Matrix(rows: 0, columns: 3)
    #expect(empty.count == 0 && empty == Matrix(rows: 0, columns: 3, []))
    #expect(empty.withWindow { $0.copied() } == empty)
    #expect(Matrix([]).shape == Shape(rows: 0, columns: 0))
  }

  @Test func aBufferBeginsAtZeroOnACacheLine() {
    for count in [0, 1, 17, 1000] {
      let buffer = FloatBuffer(count: count)
      #expect(UInt(bitPattern: buffer.floats.pointer) % 64 == 0)
      #expect((0..<count).allSatisfy { buffer[$0] == 0 })
    }
  }

  @Test func aColumnPastTheEndTraps() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 3, columns: 2)[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 3, columns: 2).column(2) }
  }

  @Test func rowsOfUnequalLengthTrap() async {
    await #expect(processExitsWith: .failure) { _ = Matrix([[1, 2], [3], [4, 5, 6]]) }
  }
}
