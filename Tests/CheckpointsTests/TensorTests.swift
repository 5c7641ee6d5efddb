import StrataCheckpoints
import StrataLinearAlgebra
import Testing

@Suite struct TensorTests {
  @Test func aMatrixIsStoredRowByRow() {
    let tensor = Tensor(Matrix([[1, 2, 3], [4, 5, 6]]))
    #expect(tensor.type == .float32)
    #expect(tensor.shape == [2, 3])
    #expect(tensor.elements(as: Float.self) == [1, 2, 3, 4, 5, 6])
    #expect(Array(tensor.bytes.prefix(8)) == [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])
  }

  @Test func elementsOfAnotherTypeAreNotGuessed() {
    #expect(Tensor([UInt64(1)], shape: [1]).elements(as: Int64.self) == nil)
  }

  @Test func everyElementTypeKeepsItsBits() {
    func check<Element: TensorElement & Equatable>(_ elements: [Element]) {
      #expect(Tensor(elements, shape: [elements.count]).elements(as: Element.self) == elements)
    }
    check([Float.pi, -0.0, .infinity, .leastNonzeroMagnitude])
    check([Double.pi, -.greatestFiniteMagnitude])
    check([UInt8.min, .max])
    check([Int64.min, -1, .max])
    check([UInt64.min, .max])
    check([BFloat16(1), BFloat16(bitPattern: 0xffff)])
    check([Float]())
  }

  @Test func aNotANumberKeepsItsPayload() throws {
    let value = Float(bitPattern: 0x7fa1_2345)
    let copy = try #require(Tensor([value], shape: []).elements(as: Float.self))
    #expect(copy.map(\.bitPattern) == [value.bitPattern])
  }
}

@Suite struct BFloat16Tests {
  /// Every one of the 65,536 numbers goes through float32 unchanged.
  @Test func everyNumberSurvivesFloat32() {
    for bits in UInt16.min...UInt16.max {
      let value = BFloat16(bitPattern: bits)
      if value.float.isNaN {
        #expect(BFloat16(value.float).float.isNaN)
      } else {
        #expect(BFloat16(value.float) == value)
      }
    }
  }

  static let roundings: [(Float, UInt16)] = [
    (1.00390625, 0x3f80),  // half-way: to the even one below
    (1.01171875, 0x3f82),  // half-way: to the even one above
    (Float(bitPattern: 0x3f80_8001), 0x3f81),  // just above half-way
    (3.4e38, 0x7f80),  // beyond the largest
    (-0.0, 0x8000),
    (Float(bitPattern: 0x7f80_0001), 0x7fc0),  // "not a number", all of it in the lower half
  ]

  @Test(arguments: roundings) func roundsToNearestEven(value: Float, bits: UInt16) {
    #expect(BFloat16(value).bitPattern == bits)
  }
}
