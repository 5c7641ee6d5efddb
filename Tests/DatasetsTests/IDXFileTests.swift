import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("IDX files")
struct IDXFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("what was written comes back, and its hash is the file's")
  func roundTrip() throws {
    let url = try folder.write(images(3, height: 2, width: 5), to: "images")
    let file = try IDXFile(contentsOf: url, dimensionCount: 3)
    #expect(file.path == url.path)
    #expect(file.array == IDXArray(dimensions: [3, 2, 5], bytes: (0..<30).map { UInt8($0) }))
    #expect(file.sha256 == "f0219fb8460c2306628b87222a7188b3db59b52448d2b3a3df4d1f7b7d247b7b")
    #expect(file.array.header == Array(images(3, height: 2, width: 5).prefix(16)))
  }

  @Test("a file larger than a piece of reading")
  func large() throws {
    let url = try folder.write(images(1_000), to: "images")
    let file = try IDXFile(contentsOf: url, dimensionCount: 3)
    #expect(file.array.bytes == Array(images(1_000).dropFirst(16)))
  }

  /// What is wrong with a file, its bytes, and what the error says was found.
  private static let bad: [(String, [UInt8], String)] = [
    ("empty", [], "a file of 0 bytes"),
    ("three bytes", [0, 0, 8], "a file of 3 bytes"),
    ("not IDX", Array("<html>".utf8), "a web page (first bytes 3c 68 74 6d)"),
    ("floats", idx(type: 13, sizes: [1, 1, 1], payload: [0, 0, 0, 0]), "type 13"),
    ("labels instead of images", labels(5), "1 dimensions"),
    ("ends in its header", Array(images(2).prefix(13)), "the end of the file"),
    ("no images", idx(sizes: [0, 28, 28], payload: []), "a header that says 0 × 28 × 28"),
    (
      "claims 1 TiB and a bit", idx(sizes: [1 << 30, 32, 33], payload: []),
      "a header that says 1073741824 × 32 × 33"
    ),
    (
      "claims 2 GiB and a bit", idx(sizes: [1 << 21, 32, 33], payload: []),
      "a truncated file of 16 bytes"
    ),
    (
      "claims more than any computer holds", idx(sizes: [.max, .max, .max], payload: []),
      "a header that says 4294967295 × 4294967295 × 4294967295"
    ),
    (
      "claims far more than it holds", idx(sizes: [1 << 10, 1 << 10, 1 << 10], payload: [1]),
      "a truncated file of 17 bytes"
    ),
    ("truncated", images(2).dropLast(), "a truncated file of 1583 bytes"),
    ("over-long", images(2) + [0], "an over-long file of 1585 bytes"),
    (
      "wrong count", idx(sizes: [3, 2, 2], payload: [UInt8](repeating: 0, count: 8)),
      "a truncated file of 24 bytes"
    ),
  ]

  @Test("a bad file is refused with what was found", arguments: bad)
  func refused(what: String, bytes: [UInt8], found: String) throws {
    // A name with .gz does not make a plain file a compressed one.
    for name in ["images", "images.gz"] {
      let url = try folder.write(bytes, to: name)
      let error = #expect(throws: InputError.self) { try IDXFile(contentsOf: url, dimensionCount: 3) }
      #expect(error?.kind == .malformedData)
      #expect(error?.place == url.path)
      #expect(error?.found == found)
    }
  }

  @Test("a missing file, a folder and a pipe without a writer")
  func notAFile() throws {
    let missing = folder.url.appendingPathComponent("missing")
    let pipe = folder.url.appendingPathComponent("pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    let kinds = [missing, folder.url, pipe].map { url in
      #expect(throws: InputError.self) { try IDXFile(contentsOf: url, dimensionCount: 1) }?.kind
    }
    #expect(kinds == [.missingInput, .malformedData, .malformedData])
  }
}
