public import Foundation
internal import LinearAlgebra

#if STRATA_PNG
  internal import CPNG
#endif

/// Images as PNG files, written and read by libpng.
///
/// Without libpng the package builds all the same, and every function here throws `.unavailable`.
public enum PNG {
  /// An image with more pixels than this is not read: 4,096 × 4,096.
  public static let maximumPixels = 1 << 24

  #if STRATA_PNG
    /// True when this build can write and read PNG files.
    public static let isAvailable = true

    /// The bytes of a PNG file; 8 bits of grey a pixel when no pixel has a colour, else 24 bits.
    ///
    /// - Throws: `InputError` when libpng cannot encode it (out of memory), or is not there.
    public static func encode(_ picture: PixelImage) throws -> Data {
      picture.isGrey
        ? try encode(picture.pixels.map(\.red), of: picture, format: greyFormat)
        : try encode(picture.pixels, of: picture, format: colourFormat)
    }

    /// The image in a PNG file of any kind; what is transparent in it is shown on white.
    ///
    /// - Parameter place: the file, as errors name it.
    /// - Throws: `InputError` when it is no PNG file, is broken, or has more than `maximumPixels`.
    public static func decode(_ data: Data, at place: String) throws -> PixelImage {
      var image = png_image()
      image.version = png_uint_32(PNG_IMAGE_VERSION)
      defer { png_image_free(&image) }
      return try data.withUnsafeBytes { bytes in
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
          throw unreadable(image, at: place)
        }
        // Both fit 31 bits in any PNG file, so the product fits 64.
        let pixels = Int(image.width) * Int(image.height)
        guard pixels <= maximumPixels else { throw tooLarge(image, at: place) }
        // Before memory is taken for them.
        guard pixels <= bytes.count * pixelsPerByte else { throw impossible(image, bytes.count, at: place) }
        image.format = colourFormat
        var colours = [Colour](repeating: .white, count: pixels)
        guard png_image_finish_read(&image, nil, &colours, 0, nil) != 0 else {
          throw unreadable(image, at: place)
        }
        return PixelImage(width: Int(image.width), height: Int(image.height), pixels: colours)
      }
    }

    /// Eight pixels of one bit lie in a byte, and deflate expands no further than 1,032 times.
    private static let pixelsPerByte = 8 * 1032

    private static let greyFormat: png_uint_32 = 0
    private static let colourFormat = png_uint_32(PNG_FORMAT_FLAG_COLOR)

    /// Encodes samples that lie in memory as libpng's `format` says.
    private static func encode<Sample>(
      _ samples: [Sample], of picture: PixelImage, format: png_uint_32
    ) throws -> Data {
      var image = png_image()
      image.version = png_uint_32(PNG_IMAGE_VERSION)
      image.width = png_uint_32(picture.width)
      image.height = png_uint_32(picture.height)
      image.format = format
      defer { png_image_free(&image) }
      return try samples.withUnsafeBytes { bytes in
        // The first call finds the size of the file, the second writes it.
        var size = png_alloc_size_t(0)
        guard png_image_write_to_memory(&image, nil, &size, 0, bytes.baseAddress, 0, nil) != 0 else {
          throw unwritable(image, picture)
        }
        var data = Data(count: size)
        let isWritten = data.withUnsafeMutableBytes { file in
          png_image_write_to_memory(&image, file.baseAddress, &size, 0, bytes.baseAddress, 0, nil) != 0
        }
        guard isWritten else { throw unwritable(image, picture) }
        return data.prefix(size)
      }
    }

    private static func unreadable(_ image: png_image, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "a PNG image", found: message(of: image),
        advice: "replace the file by an intact one")
    }

    private static func tooLarge(_ image: png_image, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "at most \(String(grouped: maximumPixels)) pixels",
        found: "\(image.width) × \(image.height)", advice: "scale the image down")
    }

    private static func impossible(_ image: png_image, _ count: Int, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "\(image.width) × \(image.height) pixels, as its header says",
        found: "\(count) bytes, which cannot hold so many", advice: "replace the file by an intact one")
    }

    private static func unwritable(_ image: png_image, _ picture: PixelImage) -> InputError {
      InputError(
        .unavailable, at: "PNG image", expected: "room to encode \(picture.width) × \(picture.height) pixels",
        found: message(of: image), advice: "draw fewer or smaller images")
    }

    /// What libpng says about the last thing that went wrong.
    private static func message(of image: png_image) -> String {
      withUnsafeBytes(of: image.message) { bytes in
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? "an unknown fault" : text
      }
    }
  #else
    /// True when this build can write and read PNG files.
    public static let isAvailable = false

    /// Throws: this build has no libpng.
    public static func encode(_ picture: PixelImage) throws -> Data {
      throw withoutLibrary(at: "PNG image")
    }

    /// Throws: this build has no libpng.
    public static func decode(_ data: Data, at place: String) throws -> PixelImage {
      throw withoutLibrary(at: place)
    }

    private static func withoutLibrary(at place: String) -> InputError {
      InputError(
        .unavailable, at: place, expected: "a build with libpng", found: "one without",
        advice: "scripts/setup installs libpng-dev; then build again")
    }
  #endif
}
