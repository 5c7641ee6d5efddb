import Datasets
import TestSupport

extension FuzzTarget {
  /// Plain IDX files, read as images and as labels: the file's bytes are held once, in the array.
  static let idx = FuzzTarget(name: "idx", cap: { 2 * $0 + base }) { bytes, folder in
    try readImages(bytes, folder)
  }

  /// IDX inside gzip. Deflate expands at most 1032 times, and a header may claim no more than that.
  static let gzip = FuzzTarget(name: "gzip", cap: { 1032 * $0 + base }) { bytes, folder in
    try readImages([0x1f, 0x8b] + bytes.dropFirst(2), folder)
  }

  private static func readImages(_ bytes: [UInt8], _ folder: TemporaryFolder) throws {
    let url = try folder.file("images", bytes)
    // The number of dimensions that the header of a plain file names decides how far it is read.
    let isLabels = bytes.count > 3 && bytes[3] == 1
    let array = try IDXFile(contentsOf: url, dimensionCount: isLabels ? 1 : 3).array
    guard array.bytes.count == array.dimensions.reduce(1, *), !array.bytes.isEmpty else {
      throw Finding.contradiction("\(array.dimensions) with \(array.bytes.count) bytes")
    }
  }
}
