import Testing

@testable import StrataLinearAlgebra

/// How matrices lie in memory of their own.
struct RowLayoutTests {
  @Test(arguments: Precision.allCases) func rowsBeginOnCacheLinesOfTheirOwn(precision: Precision) {
    for columns in 64...2100 {
      let layout = RowLayout(Shape(rows: 3, columns: columns), precision: precision)
      let bytes = layout.stride * (precision == .float32 ? 4 : 2)
      #expect(layout.stride >= columns && bytes.isMultiple(of: 64) && !bytes.isMultiple(of: 256))
      // At most two lines are left.
      #expect(layout.stride - columns < 2 * 64 / (precision == .float32 ? 4 : 2))
    }
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
