#if STRATA_JPEG
  internal import CStrataJPEG
#endif

/// The pixels of JPEG files, read by libjpeg-turbo: the one place where such bytes are believed or refused.
package enum JPEGReader {
  /// An image with more pixels than this is not read: 4,096 × 4,096, as of PNG files.
  package static let maximumPixels = PNGReader.maximumPixels

  /// A picture as it is stored; its orientation is not yet applied.
  package struct Image: Sendable {
    /// What the file says of it.
    package let header: JPEGHeader
    /// `height × width × components` bytes, row after row: a grey; red, green, blue; or cyan, magenta, yellow, black.
    package let samples: [UInt8]
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  /// - Throws: `InputError` when it is no JPEG file, is damaged or cut off, is of a kind that is not read, or has more
  ///   than `maximumPixels`, or when this build has no libjpeg-turbo.
  package static func read(_ bytes: [UInt8], at place: String) throws -> Image {
    let header = try JPEGHeader(bytes, at: place)
    // Both fit 16 bits.
    let count = header.width * header.height
    guard count <= maximumPixels else { throw tooLarge(header, at: place) }
    // Before memory is taken for them.
    guard count <= bytes.count * pixelsPerByte else { throw impossible(header, bytes.count, at: place) }
    return Image(header: header, samples: try samples(of: bytes, header, at: place))
  }

  /// A block takes a bit, and is of at most 32 × 32 pixels, where another component has four times as many samples.
  private static let pixelsPerByte = 8 * 32 * 32

  #if STRATA_JPEG
    /// True when this build reads JPEG files.
    package static let isAvailable = true

    private static func samples(of bytes: [UInt8], _ header: JPEGHeader, at place: String) throws -> [UInt8] {
      let strict = decode(bytes, header, TJFLAG_STOPONWARNING)
      guard let warning = strict.complaint else { return strict.samples }
      // What is only odd is read again, with more patience.
      guard strict.isWarning, isHarmless(warning), bytes[header.scan...].endsAnImage else {
        throw JPEGHeader.damaged(warning, at: place)
      }
      let patient = decode(bytes, header, 0)
      guard let complaint = patient.complaint, !patient.isWarning else { return patient.samples }
      throw JPEGHeader.damaged(complaint, at: place)
    }

    /// Decodes with the accurate transform, so that the bits do not depend on the processor.
    private static func decode(
      _ bytes: [UInt8], _ header: JPEGHeader, _ flags: CInt
    ) -> (samples: [UInt8], complaint: String?, isWarning: Bool) {
      guard let decoder = tjInitDecompress() else { return ([], "no memory to decode it", false) }
      defer { tjDestroy(decoder) }
      let format =
        switch header.components {
        case 1: TJPF_GRAY
        case 3: TJPF_RGB
        default: TJPF_CMYK
        }
      let rowBytes = header.width * header.components
      var samples = [UInt8](repeating: 0, count: rowBytes * header.height)
      let status = tjDecompress2(
        decoder, bytes, CUnsignedLong(bytes.count), &samples, CInt(header.width), CInt(rowBytes),
        CInt(header.height), CInt(format.rawValue), flags | TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
      guard status != 0 else { return (samples, nil, false) }
      let isWarning = tjGetErrorCode(decoder) == CInt(TJERR_WARNING.rawValue)
      return (samples, String(cString: tjGetErrorStr2(decoder)), isWarning)
    }

    /// True for what ordinary photographs have: bytes too many before the end, the version of another JFIF, and limits
    /// of a scan that mean nothing in it.
    private static func isHarmless(_ warning: String) -> Bool {
      warning.hasSuffix("extraneous bytes before marker 0xd9") || warning.contains("unknown JFIF revision")
        || warning.contains("Invalid SOS parameters for sequential JPEG")
    }
  #else
    /// True when this build reads JPEG files.
    package static let isAvailable = false

    private static func samples(of bytes: [UInt8], _ header: JPEGHeader, at place: String) throws -> [UInt8] {
      throw InputError(
        .unavailable, at: place, expected: "a build with libjpeg-turbo", found: "one without",
        advice: "build with the trait JPEG; scripts/setup installs libturbojpeg0-dev")
    }
  #endif

  private static func tooLarge(_ header: JPEGHeader, at place: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: "at most 16,777,216 pixels",
      found: "\(header.width) × \(header.height)", advice: "scale the image down")
  }

  private static func impossible(_ header: JPEGHeader, _ count: Int, at place: String) -> InputError {
    InputError(
      .malformedData, at: place,
      expected: "\(header.width) × \(header.height) pixels, as its header says",
      found: "\(count) bytes, which cannot hold so many", advice: "replace the file by an intact one")
  }
}

extension ArraySlice<UInt8> {
  /// True when the marker of the end of an image is somewhere in it.
  fileprivate var endsAnImage: Bool {
    indices.dropFirst().contains { self[$0 - 1] == 0xff && self[$0] == 0xd9 }
  }
}
