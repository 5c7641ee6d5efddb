import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("gzip", .enabled(if: IDXFile.readsGzip))
struct GzipTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8], name: String = "images.gz") throws -> IDXFile {
    try IDXFile(contentsOf: folder.write(bytes, to: name), dimensionCount: 3)
  }

  @Test("compressed content comes back, whatever the file is called")
  func deflated() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/deflated.idx3-ubyte", withExtension: "gzip"))
    let array = try IDXFile(contentsOf: url, dimensionCount: 3).array
    #expect(array == IDXArray(dimensions: [50, 6, 4], bytes: (0..<1200).map { UInt8($0 % 251) }))
  }

  @Test("several members in a row are one content; the hash is that of the file as it lies there")
  func members() throws {
    let content = images(100)
    let plain = try read(content)
    let halves = try read(gzip(Array(content[..<40_000])) + gzip(Array(content[40_000...])))
    #expect(halves.array == plain.array)
    #expect(halves.sha256 != plain.sha256)
  }

  /// What is wrong with a file, its bytes, and a part of what the error says was found.
  private static let bad: [(String, [UInt8], String)] = [
    ("nothing but the magic number", [0x1f, 0x8b], "ends in the middle"),
    ("ends in its data", Array(gzip(images(2)).prefix(500)), "ends in the middle"),
    ("ends before its checksum", gzip(images(2)).dropLast(8), "ends in the middle"),
    ("ends in its checksum", gzip(images(2)).dropLast(1), "ends in the middle"),
    ("a pixel changed", changed(gzip(images(2)), at: 100), "incorrect data check"),
    ("the checksum changed", changed(gzip(images(2)), at: 1599), "incorrect data check"),
    ("the length changed", changed(gzip(images(2)), at: 1603), "incorrect length check"),
    ("not deflate", changed(gzip(images(2)), at: 10), "invalid"),
    ("bytes after its end", gzip(images(2)) + [1, 2, 3], "more bytes after the end"),
    ("a second member that is cut", gzip(images(2)) + gzip([]).prefix(12), "ends in the middle"),
    ("content too short", gzip(images(2).dropLast()), "1567"),
    ("content too long", gzip(images(2) + [0]), "more"),
    ("a bomb: 256 KiB for an image", gzip(images(1) + [UInt8](repeating: 0, count: 1 << 18)), "more"),
    ("content not IDX", gzip(Array("<html>".utf8)), "a web page (first bytes 3c 68 74 6d)"),
    ("claims 1 GiB in 31 bytes", gzip(idx(sizes: [1024, 1024, 1024], payload: [])), "39 compressed bytes"),
    (
      "gzip in gzip", gzip(gzip(images(2))),
      "gzip data within it: it was compressed twice (first bytes 1f 8b 8 0)"
    ),
  ]

  private static func changed(_ bytes: [UInt8], at index: Int) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= 0x0e
    return bytes
  }

  @Test("a bad file is refused with what was found", arguments: bad)
  func refused(what: String, bytes: [UInt8], found: String) throws {
    let error = #expect(throws: InputError.self) { try read(bytes) }
    #expect(error?.kind == .malformedData)
    #expect(error?.place == folder.url.appendingPathComponent("images.gz").path)
    #expect(error?.found.contains(found) == true, "\(error?.found ?? "")")
  }
}

@Test("without zlib a gzip file says what to do", .enabled(if: !IDXFile.readsGzip))
func gzipWithoutZlib() throws {
  let folder = try TemporaryFolder()
  let url = try folder.write(gzip(images(1)), to: "images.gz")
  let error = #expect(throws: InputError.self) { try IDXFile(contentsOf: url, dimensionCount: 3) }
  #expect(error?.kind == .unavailable)
  #expect(error?.advice == "build with the trait Zlib, or gunzip the file")
}
