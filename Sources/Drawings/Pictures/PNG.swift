public import Foundation
internal import StrataFiles

#if STRATA_PNG
  internal import CStrataPNG
#endif

/// Images as PNG files, written and read by libpng.
///
/// Without libpng the package builds all the same, and every function here throws `.unavailable`.
public enum PNG {
  /// An image with more pixels than this is not read: 4,096 × 4,096.
  public static let maximumPixels = PNGReader.maximumPixels

  /// The image in a PNG file of any kind; what is transparent in it is shown on white.
  ///
  /// - Parameters:
  ///   - data: all bytes of the file.
  ///   - place: the file, as errors name it.
  /// - Throws: `InputError` when it is no PNG file, is broken, or has more than `maximumPixels`.
  public static func decode(_ data: Data, at place: String) throws -> PixelImage {
    let (width, height, colours) = try PNGReader.read(data, as: .colour, on: Colour.white, at: place)
    return PixelImage(width: width, height: height, pixels: colours)
  }

  #if STRATA_PNG
    /// True when this build can write and read PNG files.
    public static let isAvailable = true

    /// The bytes of a PNG file: 8 bits a pixel when there are only greys, or at most 256 colours; else 24.
    ///
    /// - Throws: `InputError` when libpng cannot encode it (out of memory), or is not there.
    public static func encode(_ picture: PixelImage) throws -> Data {
      if picture.isGrey {
        return try encode(picture.pixels.map(\.red), of: picture, format: greyFormat)
      }
      if let palette = Palette(of: picture) {
        return try encode(
          palette.indices, colours: palette.colours, of: picture, format: colourFormat | paletteFormat)
      }
      return try encode(picture.pixels, of: picture, format: colourFormat)
    }

    private static let greyFormat: png_uint_32 = 0
    private static let colourFormat = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    private static let paletteFormat = png_uint_32(PNG_FORMAT_FLAG_COLORMAP)

    /// Encodes samples that lie in memory as libpng's `format` says; with a palette they are places in it.
    private static func encode<Sample>(
      _ samples: [Sample], colours: [Colour] = [], of picture: PixelImage, format: png_uint_32
    ) throws -> Data {
      var image = png_image()
      image.version = png_uint_32(PNG_IMAGE_VERSION)
      image.width = png_uint_32(picture.width)
      image.height = png_uint_32(picture.height)
      image.format = format
      image.colormap_entries = png_uint_32(colours.count)
      defer { png_image_free(&image) }
      return try samples.withUnsafeBytes { bytes in
        // The first call finds the size of the file, the second writes it.
        var size = png_alloc_size_t(0)
        guard png_image_write_to_memory(&image, nil, &size, 0, bytes.baseAddress, 0, colours) != 0 else {
          throw unwritable(image, picture)
        }
        var data = Data(count: size)
        let isWritten = data.withUnsafeMutableBytes { file in
          png_image_write_to_memory(
            &image, file.baseAddress, &size, 0, bytes.baseAddress, 0, colours) != 0
        }
        guard isWritten else { throw unwritable(image, picture) }
        return data.prefix(size)
      }
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

    private static func withoutLibrary(at place: String) -> InputError {
      InputError(
        .unavailable, at: place, expected: "a build with libpng", found: "one without",
        advice: "build with the trait PNG; scripts/setup installs libpng-dev")
    }
  #endif
}
