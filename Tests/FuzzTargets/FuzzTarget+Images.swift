import StrataDatasets
import StrataTestSupport

extension FuzzTarget {
  /// Plain IDX files, read as images and as labels: the file's bytes are held once, in the array.
  static let idx = FuzzTarget(name: "idx", cap: { 2 * $0 + base }) { bytes, folder in
    try readImages(bytes, folder)
  }

  /// IDX inside gzip. Deflate expands at most 1032 times, and a header may claim no more than that.
  static let gzip = FuzzTarget(name: "gzip", cap: { 1032 * $0 + base }) { bytes, folder in
    try readImages([0x1f, 0x8b] + bytes.dropFirst(2), folder)
  }

  /// NumPy files: the file's bytes are held once, and a Float32 for each element, at least a byte of it.
  static let npy = FuzzTarget(name: "npy", cap: { 6 * $0 + base }) { bytes, folder in
    let file = try NPYFile(contentsOf: folder.file("stack.npy", bytes))
    guard file.images.reduce(0, { $0 + $1.pixels.count }) == file.dimensions.reduce(1, *) else {
      throw Finding.contradiction("\(file.dimensions) with another number of pixels")
    }
    for image in file.images where !image.pixels.allSatisfy(\.isFinite) {
      throw Finding.contradiction("a pixel that is no number")
    }
  }

  /// PNG files: a byte and a Float32 for each pixel, of which a byte of the file can hold 8,256; and libpng's
  /// rows, which are at most a million pixels of 8 bytes wide.
  static let png = FuzzTarget(name: "png", cap: { 5 * min(8256 * $0, 1 << 24) + 2 * $0 + (32 << 20) }) {
    bytes, folder in
    let image = try PNGImage(contentsOf: folder.file("image.png", withChecksums(bytes))).image
    guard image.pixels.allSatisfy({ 0 <= $0 && $0 <= 1 }), image.width > 0, image.height > 0 else {
      throw Finding.contradiction("\(image.width) × \(image.height) pixels, or a shade beyond white")
    }
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
