/// What a file is, by its first bytes: for errors about a file that is not what its name says.
package enum FileKind {
  /// In words, with the bytes: `a web page (first bytes 3c 21 44 4f)`, or `the first bytes 7f 45 4c 46` of what is not
  /// known here.
  package static func inWords(_ first: [UInt8]) -> String {
    let bytes = first.map { String($0, radix: 16) }.joined(separator: " ")
    return known.first { first.starts(with: $0.bytes) }.map { "\($0.words) (first bytes \(bytes))" }
      ?? "the first bytes \(bytes)"
  }

  private static let known: [(bytes: [UInt8], words: String)] = [
    (Array("<".utf8), "a web page"),
    ([0x1f, 0x8b], "gzip data within it: it was compressed twice"),
    (Array("PK".utf8), "a zip archive"),
    ([0xfd, 0x37, 0x7a, 0x58], "an xz file"),
    (Array("BZh".utf8), "a bzip2 file"),
    ([0x93, 0x4e, 0x55, 0x4d], "a NumPy file"),
    ([0x89, 0x50, 0x4e, 0x47], "a PNG picture"),
    ([0xff, 0xd8, 0xff], "a JPEG picture"),
    (Array("GIF8".utf8), "a GIF picture"),
    (Array("BM".utf8), "a BMP picture"),
    (Array("RIFF".utf8), "a WebP picture or another RIFF file"),
    ([0x49, 0x49, 0x2a, 0x00], "a TIFF picture"),
    ([0x4d, 0x4d, 0x00, 0x2a], "a TIFF picture"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
  ]
}
