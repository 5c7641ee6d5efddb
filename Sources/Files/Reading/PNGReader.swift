package import Foundation

#if STRATA_PNG
  internal import CStrataPNG
#endif

/// The pixels of PNG files, read by libpng: the one place where such bytes are believed or refused.
package enum PNGReader {
  /// An image with more pixels than this is not read: 4,096 × 4,096.
  package static let maximumPixels = 1 << 24

  /// What a pixel is read as.
  package enum Format {
    /// One byte, of pictures that have no colours.
    case grey
    /// Three bytes: red, green, blue.
    case colour
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - place: the file, as errors name it.
  ///   - background: what is transparent is shown on it, byte by byte blended, as Pillow and browsers do; as many bytes as
  ///     the format says.
  /// - Throws: `InputError` when it is no PNG file, is broken, or has more than `maximumPixels`, or when
  ///   this build has no libpng.
  package static func read<Pixel: BitwiseCopyable>(
    _ data: some ContiguousBytes, as format: Format, on background: Pixel, at place: String
  ) throws -> (width: Int, height: Int, pixels: [Pixel]) {
    #if STRATA_PNG
      precondition(MemoryLayout<Pixel>.stride == (format == .grey ? 1 : 3), "pixels of another size")
      var image = png_image()
      image.version = png_uint_32(PNG_IMAGE_VERSION)
      defer { png_image_free(&image) }
      return try data.withUnsafeBytes { bytes in
        if let length = PNGHeader.cutChunk(of: bytes) { throw cut(length, bytes.count, at: place) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
          throw unreadable(image, at: place)
        }
        // Both fit 31 bits in any PNG file, so the product fits 64.
        let count = Int(image.width) * Int(image.height)
        guard count <= maximumPixels else { throw tooLarge(image, at: place) }
        // Before memory is taken for them.
        guard count <= bytes.count * pixelsPerByte else { throw impossible(image, bytes.count, at: place) }
        // Without it, 16 bits that say nothing of their gamma count as linear light.
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let isBlended = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA) != 0
        image.format =
          (format == .grey ? 0 : png_uint_32(PNG_FORMAT_FLAG_COLOR))
          | (isBlended ? png_uint_32(PNG_FORMAT_FLAG_ALPHA) : 0)
        let samples = MemoryLayout<Pixel>.stride + (isBlended ? 1 : 0)
        var bytes = [UInt8](repeating: 0, count: count * samples)
        guard png_image_finish_read(&image, nil, &bytes, 0, nil) != 0 else {
          throw unreadable(image, at: place)
        }
        var pixels = [Pixel](repeating: background, count: count)
        pixels.withUnsafeMutableBytes { pixels in
          if isBlended { blend(bytes, onto: pixels, samples) } else { pixels.copyBytes(from: bytes) }
        }
        return (Int(image.width), Int(image.height), pixels)
      }
    #else
      throw InputError(
        .unavailable, at: place, expected: "a build with libpng", found: "one without",
        advice: "build with the trait PNG; scripts/setup installs libpng-dev")
    #endif
  }

  #if STRATA_PNG
    /// Lays pixels over others: each is its samples and how much they cover, of 255.
    private static func blend(_ bytes: [UInt8], onto pixels: UnsafeMutableRawBufferPointer, _ samples: Int) {
      let colours = samples - 1
      for pixel in 0..<bytes.count / samples {
        let cover = Int(bytes[pixel * samples + colours])
        for colour in 0..<colours {
          let below = Int(pixels[pixel * colours + colour])
          let sum = cover * Int(bytes[pixel * samples + colour]) + (255 - cover) * below
          pixels[pixel * colours + colour] = UInt8((sum + 127) / 255)
        }
      }
    }

    /// Eight pixels of one bit lie in a byte, and deflate expands no further than 1,032 times.
    private static let pixelsPerByte = 8 * 1032

    private static func unreadable(_ image: png_image, at place: String) -> InputError {
      let message = withUnsafeBytes(of: image.message) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      return InputError(
        .malformedData, at: place, expected: "a PNG image",
        found: message.isEmpty ? "an unknown fault" : message,
        advice: "replace the file by an intact one")
    }

    private static func cut(_ length: Int, _ count: Int, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "a PNG image",
        found: "a file of \(count) bytes that ends within a piece of \(length)",
        advice: "replace the file by an intact one")
    }

    private static func tooLarge(_ image: png_image, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "at most 16,777,216 pixels",
        found: "\(image.width) × \(image.height)", advice: "scale the image down")
    }

    private static func impossible(_ image: png_image, _ count: Int, at place: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: "\(image.width) × \(image.height) pixels, as its header says",
        found: "\(count) bytes, which cannot hold so many", advice: "replace the file by an intact one")
    }
  #endif
}
