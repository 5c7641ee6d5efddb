import Foundation
import StrataFiles
import Testing

@testable import StrataDatasets

/// What an array refuses, and what it says then.
struct NPYRefusalTests {
  private static func file(_ type: String, _ shape: String, _ elements: [UInt8]) -> [UInt8] {
    let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text + elements
  }

  private static func read(_ type: String, _ shape: String, _ elements: [UInt8]) throws -> NPYArray {
    try NPYArray(bytes: file(type, shape, elements)[...], at: "x.npy")
  }

  private static func little<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) } }
  }

  @Test func pickledObjectsAreRefusedWithWhatToDo() throws {
    let error = #expect(throws: InputError.self) {
      try NPYArray(contentsOf: NPYArrayTests.fixture("objects.npy"))
    }
    #expect(
      error?.found == "Python objects (type |O)" && error?.advice.description.contains("pickled") == true)
  }

  /// What is finite there, and in Float32 is not, is not said to be infinite.
  @Test func doublesBeyondFloatAreSaidToBeTooLarge() throws {
    let array = try Self.read("<f8", "(3,)", Self.little([1.5, -1e39, 2].map(\.bitPattern)))
    let error = #expect(throws: InputError.self) { try array.floats() }
    #expect(error?.expected == "numbers of at most 3.4028235e+38" && error?.found == "-1e+39 at element 1")
    let infinite = try Self.read("<f8", "(2,)", Self.little([1.5, -Double.infinity].map(\.bitPattern)))
    let other = #expect(throws: InputError.self) { try infinite.floats() }
    #expect(other?.expected == "finite numbers")
  }

  /// Of no elements too: whoever multiplies some of the sizes is to come to a number.
  @Test(arguments: [
    "(0, 4294967296, 4294967296)", "(4294967296, 4294967296, 0)", "(9223372036854775807, 2, 0)",
  ])
  func sizesWhoseProductIsNoNumberAreRefused(shape: String) {
    let error = #expect(throws: InputError.self) { try Self.read("|u1", shape, []) }
    #expect(error?.expected == "fewer than 2 to the 63 elements")
  }

  @Test func fieldsAreRefusedWithWhatToDo() throws {
    let header = "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,), }"
    let bytes =
      [UInt8]("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }) + [1, 0, UInt8(header.count + 1), 0]
      + [UInt8]((header + "\n").utf8)
    let error = #expect(throws: InputError.self) { try NPYArray(bytes: bytes[...], at: "x.npy") }
    #expect(error?.found == "a structured array, with named fields")
    #expect(error?.advice.description.contains("structured_to_unstructured") == true)
  }

  @Test(arguments: [
    "<c8", "<M8[ns]", "|V4", "<f16", "<i3", "<U0", "|S0", "<U99999999999", "f4", "", "<", "<f", "|f4", "<b2",
    "<f+4",
  ])
  func otherTypesAreRefused(type: String) {
    let error = #expect(throws: InputError.self) { try Self.read(type, "(2,)", [0, 0, 0, 0, 0, 0, 0, 0]) }
    #expect(error?.kind == .malformedData && error?.found.hasPrefix("type ") == true)
  }

  @Test(arguments: [
    ("<f4", "(2,)", 7), ("<f4", "(2,)", 9), ("|u1", "(9223372036854775807, 0)", 1), ("|u1", "(0,)", 1),
    ("<f8", "(4611686018427387904,)", 8), ("<U5", "(1,)", 19), ("|u1", "()", 0),
  ])
  func anotherNumberOfBytesIsRefused(type: String, shape: String, count: Int) {
    let error = #expect(throws: InputError.self) {
      try Self.read(type, shape, [UInt8](repeating: 0, count: count))
    }
    #expect(error?.kind == .malformedData)
  }

  @Test func moreDimensionsThanNumPyHasAreRefused() {
    let shape = "(" + String(repeating: "1,", count: 65) + ")"
    #expect(throws: InputError.self) { try Self.read("|u1", shape, [0]) }
  }

  @Test func noNumberOfElementsIsBelievedInAnEmptyArray() throws {
    let array = try Self.read("|u1", "(0, 4)", [])
    #expect(array.count == 0 && array.bytes?.isEmpty == true)
    #expect(try array.floats().isEmpty)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func whatIsNotFiniteIsNamedByItsPlace(value: Float)
    throws
  {
    let array = try Self.read("<f4", "(2, 2)", Self.little([0, 0, value.bitPattern, 0]))
    let error = #expect(throws: InputError.self) { try array.floats() }
    #expect(error?.found == "\(value) at element [1, 0]")
    #expect(throws: InputError.self) { try array.integers() }
    if value.isNaN {
      #expect(try array.floats(allowingNaN: true)[2].isNaN)
      #expect(try array.wholeNumbers() == [0, 0, nil, 0])
    } else {
      #expect(throws: InputError.self) { try array.floats(allowingNaN: true) }
    }
  }

  @Test func partsAndGiantsAreNoWholeNumbers() throws {
    let halves = try Self.read(
      "<f8", "(2,)", Self.little([(1 as Double).bitPattern, (0.5 as Double).bitPattern]))
    let error = #expect(throws: InputError.self) { try halves.integers() }
    #expect(error?.found == "0.5 at element 1")
    let giant = try Self.read("<u8", "(1,)", Self.little([UInt64.max]))
    #expect(throws: InputError.self) { try giant.integers() }
    #expect(try giant.floats() == [Float(UInt64.max)])
  }

  @Test func textIsNoNumberAndNumbersAreNoText() throws {
    let text = try Self.read("|S2", "(1,)", [0x61, 0x62])
    #expect(try text.strings() == ["ab"])
    #expect(throws: InputError.self) { try text.floats() }
    #expect(throws: InputError.self) { try text.integers() }
    #expect(throws: InputError.self) { try Self.read("|u1", "(1,)", [1]).strings() }
  }

  @Test func textThatIsNoneIsNamedByItsPlace() throws {
    let bytes = try Self.read("|S1", "(2,)", [0x61, 0xff])
    #expect(#expect(throws: InputError.self) { try bytes.strings() }?.found == "what is none at element 1")
    // Half a surrogate pair.
    let scalars = try Self.read("<U1", "(1,)", Self.little([0xd800 as UInt32]))
    #expect(throws: InputError.self) { try scalars.strings() }
  }
}
