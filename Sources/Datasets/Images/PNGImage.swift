package import Foundation
internal import StrataFiles

/// A PNG file of any kind, as shades of grey; read by libpng.
package struct PNGImage: Sendable {
  /// The luma of its pixels in 0 ... 1, as its bytes give it; what is transparent is shown on white.
  package let image: GreyImage

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, no PNG file, damaged or larger than 4,096 × 4,096
  ///   pixels, or when this build has no libpng.
  package init(contentsOf url: URL) throws {
    try self.init(bytes: try ImageFiles.bytes(of: url), at: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  package init(_ data: Data, at place: String) throws {
    try self.init(bytes: data, at: place)
  }

  init(bytes: some ContiguousBytes, at place: String) throws {
    let (width, height, pixels) = try PNGReader.read(bytes, as: .colour, on: RGB.white, at: place)
    image = GreyImage(
      width: width, height: height,
      pixels: pixels.map { Float(Luma.grey($0.red, $0.green, $0.blue)) / 255 })
  }
}
