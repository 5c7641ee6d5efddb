import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

/// NumPy files: what NumPy writes is read, and nothing else is.
struct NPYFileTests {
  /// The bytes of a file with any header and elements.
  private static func file(
    _ dictionary: String, version: UInt8 = 1, elements: [UInt8] = [UInt8](repeating: 7, count: 6)
  ) -> Data {
    let text = Array(dictionary.utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    return Data(start + length + text + elements)
  }

  private static func dictionary(
    _ type: String = "|u1", _ order: String = "False", _ shape: String = "(2, 3)"
  )
    -> String
  {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
  }

  private static func read(_ data: Data) throws -> NPYFile { try NPYFile(data, at: "stack.npy") }

  @Test(arguments: ["u1", "f4", "f8"])
  func whatNumPyWritesIsRead(name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/images-\(name)", withExtension: "npy"))
    let file = try NPYFile(contentsOf: url)
    #expect(file.dimensions == [2, 3, 5])
    #expect(file.images.map(\.width) == [5, 5] && file.images.map(\.height) == [3, 3])
    let expected = (0..<30).map { name == "u1" ? Float($0) / 255 : Float($0) / 4 }
    #expect(file.images.flatMap(\.pixels) == expected)
  }

  @Test func aSingleImageIsRead() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/images-flat", withExtension: "npy"))
    let images = try ImageFiles.read(url)
    #expect(images == [GreyImage(width: 5, height: 3, pixels: (0..<15).map { Float($0) / 4 })])
  }

  @Test func headersMayBeWrittenInOtherWays() throws {
    for text in [
      Self.dictionary(), "{\"shape\":(2,3),\"descr\":\"|u1\",\"fortran_order\":False}",
      "  { 'fortran_order' : False,\n'descr':'|u1','shape':( 2 , 3 , ) , }   ",
    ] {
      for version in [1, 2, 3] as [UInt8] {
        #expect(try Self.read(Self.file(text, version: version)).dimensions == [2, 3], "\(text)")
      }
    }
  }

  @Test(arguments: [
    dictionary(">f4"), dictionary("<f2"), dictionary("|i1"), dictionary("|b1"),
    dictionary("<i2", "False", "(1, 3)"),
    dictionary("|O"), dictionary("|u1", "0"),
    dictionary("|u1", "False", "(6,)"), dictionary("|u1", "False", "()"),
    dictionary("|u1", "False", "(1, 1, 2, 3)"),
    dictionary("|u1", "False", "(0, 3)"), dictionary("|u1", "False", "(-2, 3)"),
    dictionary("|u1", "False", "(2, 4)"), dictionary("|u1", "False", "(2, 2)"), dictionary("<f4"),
    dictionary("|u1", "False", "(9223372036854775807, 9223372036854775807)"),
    dictionary("|u1", "False", "(4294967296, 4294967296)"),
    dictionary("|u1", "False", "(99999999999999999999, 3)"), dictionary("|u1", "False", "(67108865, 1)"),
    dictionary("|u1", "False", "(2 3)"), dictionary("|u1", "False", "(2,, 3)"),
    dictionary("|u1", "False", "(2, 3"),
    dictionary("|u1", "False", "(2_0, 3)"), dictionary("|u1", "False", "2, 3"), dictionary("|\\u1"),
    "", "{", "{}", "{'descr': '|u1'}", "[1]", "{'descr': '|u1', 'fortran_order': False}",
    "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), 'x': 'y'}",
    "{'descr': '|u1' 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}}", "{'descr': '|u1",
    "{, 'descr': '|u1', 'fortran_order': False, 'shape': (2, 3)}",
    String(repeating: " ", count: 20_000), String(repeating: "(", count: 9_000),
  ])
  func anythingElseIsRefused(dictionary: String) {
    for version in [1, 2] as [UInt8] {
      let error = #expect(throws: InputError.self) {
        try Self.read(Self.file(dictionary, version: version))
      }
      #expect(error?.kind == .malformedData && error?.place == "stack.npy")
    }
  }

  @Test func otherVersionsAndTrailingBytesAreRefused() {
    for version in [0, 4, 255] as [UInt8] {
      #expect(throws: InputError.self) { try Self.read(Self.file(Self.dictionary(), version: version)) }
    }
    #expect(throws: InputError.self) { try Self.read(Self.file(Self.dictionary()) + [0]) }
    #expect(throws: InputError.self) { try Self.read(Self.file("{'descr': '|u1\u{0}'}") + [0]) }
  }

  @Test func numbersThatAreNoneAreRefused() {
    let one: [UInt8] = [0, 0, 0x80, 0x3f]
    for bits in [Float.nan, .infinity, -.infinity].map(\.bitPattern) {
      let bad = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      let data = Self.file(Self.dictionary("<f4", "False", "(1, 3)"), elements: one + bad + one)
      let error = #expect(throws: InputError.self) { try Self.read(data) }
      #expect(error?.found.contains("element [0, 1]") == true)
    }
    // 10³⁰⁰ is finite, but no Float32.
    let large = (0..<8).map { UInt8(truncatingIfNeeded: 1e300.bitPattern >> (8 * $0)) }
    #expect(throws: InputError.self) {
      try Self.read(Self.file(Self.dictionary("<f8", "False", "(1, 1)"), elements: large))
    }
  }

  /// Whatever is cut off or changed, it is an error or a stack of some images, never a crash.
  @Test func everyCutAndEveryFlippedByteIsSurvived() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/images-f8", withExtension: "npy"))
    let file = try Data(contentsOf: url)
    for length in 0..<file.count {
      #expect(throws: InputError.self) { try Self.read(file.prefix(length)) }
    }
    for index in 0..<file.count {
      for flip in [0x01, 0x80, 0xFF] as [UInt8] {
        var damaged = file
        damaged[index] ^= flip
        do {
          #expect(try Self.read(damaged).images.reduce(0) { $0 + $1.pixels.count } == 30)
        } catch is InputError {}
      }
    }
  }

  @Test func aMissingFileSaysSo() {
    let error = #expect(throws: InputError.self) {
      try NPYFile(contentsOf: URL(fileURLWithPath: "/nowhere/stack.npy"))
    }
    #expect(error?.kind == .missingInput && error?.advice.description.contains("Downloader") == false)
  }
}
