import Testing

@testable import StrataLinearAlgebra

/// How matrices lie in memory of their own.
struct RowLayoutTests {
  @Test(arguments: Precision.allCases) func rowsBeginOnCacheLinesOfTheirOwn(precision: Precision) {
    let size = precision == .float32 ? 4 : 2
    let wrong = (64...2100).filter { columns in
      let stride = RowLayout(Shape(rows: 3, columns: columns), precision: precision).stride
      let isOnLines = (stride * size).isMultiple(of: 64) && !(stride * size).isMultiple(of: 256)
      // At most two lines are left.
      return !isOnLines || !(0..<2 * 64 / size).contains(stride - columns)
    }
    #expect(wrong == [])
  }

  @Test func narrowRowsAndSingleOnesLieClose() {
    for columns in 0..<64 { #expect(RowLayout(Shape(rows: 9, columns: columns)).stride == columns) }
    for rows in 0...1 { #expect(RowLayout(Shape(rows: rows, columns: 1000)).stride == 1000) }
  }

  @Test(arguments: [0, 1, 3], [10, 64, 500, 1000]) func matricesLieOneBehindTheOther(
    rows: Int, columns: Int
  ) {
    let layout = RowLayout(Shape(rows: rows, columns: columns), precision: .emulatedBFloat16)
    let places = layout.places(3)
    #expect(places.allSatisfy { $0.shape == layout.shape && $0.isRounded })
    #expect(places[0].bytesOfBuffer == layout.bytes(matrices: 3))
    #expect(Place.joined(places)?.shape == Shape(rows: 3 * rows, columns: columns))
    // They share no number.
    for (index, place) in places.enumerated() { place.window.fill(Float(index + 1)) }
    for (index, place) in places.enumerated() {
      #expect(place.window.copied().elements.allSatisfy { $0 == Float(index + 1) })
    }
  }
}
