package import Foundation
internal import StrataFiles

extension Picture {
  /// Reads a PNG or a JPEG file, whatever its name is; what is transparent is shown on white.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, neither, damaged, or larger than 4,096 × 4,096 pixels.
  package init(contentsOf url: URL) throws {
    var file = try FileReader(path: url.path, advice: "check the path; pictures are PNG or JPEG files")
    try self.init(bytes: Self.bytes(of: &file), at: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  package init(bytes: [UInt8], at place: String) throws {
    if let header = PNGHeader(bytes) {
      try self.init(png: bytes, header, at: place)
    } else if bytes.starts(with: JPEGHeader.signature) {
      try self.init(jpeg: bytes, at: place)
    } else {
      throw Self.unknown(bytes, at: place)
    }
  }

  /// The size in which a file's picture would be read, from its header alone.
  ///
  /// - Throws: `InputError` when it has none.
  package static func size(bytes: [UInt8], at place: String) throws -> (width: Int, height: Int) {
    let (width, height, orientation): (Int, Int, Orientation)
    if let header = PNGHeader(bytes) {
      (width, height, orientation) = (header.width, header.height, header.orientation)
    } else if bytes.starts(with: JPEGHeader.signature) {
      let header = try JPEGHeader(bytes, at: place)
      (width, height, orientation) = (header.width, header.height, header.orientation)
    } else {
      throw unknown(bytes, at: place)
    }
    return orientation.exchangesSides ? (height, width) : (width, height)
  }

  /// True for the first bytes of a PNG or a JPEG file.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    bytes.starts(with: PNGHeader.signature) || bytes.starts(with: JPEGHeader.signature)
  }

  /// A file whose pixels are not compressed, of 16 bits and four channels, and a megabyte for what else it says.
  private static let largestFile = 8 * PNGReader.maximumPixels + 1 << 20

  /// All bytes of a file that is not larger than one of the largest picture can be.
  static func bytes(of file: inout FileReader) throws -> [UInt8] {
    guard file.size <= largestFile else {
      throw InputError(
        .malformedData, at: file.path, expected: "at most \(largestFile) bytes", found: "\(file.size)",
        advice: "scale the picture down")
    }
    return try file.read(file.size)
  }

  private static func unknown(_ bytes: [UInt8], at place: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: "a PNG or JPEG picture",
      found: bytes.isEmpty ? "an empty file" : FileKind.inWords(Array(bytes.prefix(4))),
      advice: "convert it to PNG or JPEG, or take it away")
  }

  private init(png bytes: [UInt8], _ header: PNGHeader, at place: String) throws {
    guard header.isColour else {
      let (width, height, greys) = try PNGReader.read(bytes, as: .grey, on: UInt8.max, at: place)
      self.init(width: width, height: height, pixels: greys, isColour: false, header.orientation)
      return
    }
    let (width, height, colours) = try PNGReader.read(bytes, as: .colour, on: RGB.white, at: place)
    let (pixels, isColour) = colours.withUnsafeBytes { Self.greys($0, colours.count) }
    self.init(width: width, height: height, pixels: pixels, isColour: isColour, header.orientation)
  }

  private init(jpeg bytes: [UInt8], at place: String) throws {
    let image = try JPEGReader.read(bytes, at: place)
    let header = image.header
    let (pixels, isColour) = image.samples.withUnsafeBytes { samples in
      switch header.components {
      case 1: (image.samples, false)
      case 3: Self.greys(samples, header.width * header.height)
      default: Self.greys(inks: samples, header.width * header.height, isInverse: header.isAdobe)
      }
    }
    self.init(
      width: header.width, height: header.height, pixels: pixels, isColour: isColour, header.orientation)
  }

  /// The greys of red, green and blue bytes, and whether any of them was none.
  private static func greys(_ samples: UnsafeRawBufferPointer, _ count: Int) -> ([UInt8], Bool) {
    var isColour = false
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { pixels, filled in
      for pixel in 0..<count {
        let (red, green, blue) = (samples[3 * pixel], samples[3 * pixel + 1], samples[3 * pixel + 2])
        if red != green || green != blue { isColour = true }
        pixels[pixel] = Luma.grey(red, green, blue)
      }
      filled = count
    }
    return (pixels, isColour)
  }

  /// The greys of four inks, each of which takes its share of what the black leaves.
  ///
  /// - Parameter isInverse: true where 255 is no ink.
  private static func greys(
    inks samples: UnsafeRawBufferPointer, _ count: Int, isInverse: Bool
  ) -> ([UInt8], Bool) {
    var isColour = false
    let mask: UInt8 = isInverse ? 0 : 255
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { pixels, filled in
      for pixel in 0..<count {
        let black = Int(samples[4 * pixel + 3] ^ mask)
        func light(_ ink: Int) -> UInt8 { UInt8((Int(samples[4 * pixel + ink] ^ mask) * black + 127) / 255) }
        let (red, green, blue) = (light(0), light(1), light(2))
        if red != green || green != blue { isColour = true }
        pixels[pixel] = Luma.grey(red, green, blue)
      }
      filled = count
    }
    return (pixels, isColour)
  }
}

/// A pixel of three bytes.
struct RGB: BitwiseCopyable {
  let (red, green, blue): (UInt8, UInt8, UInt8)

  static let white = RGB(red: 255, green: 255, blue: 255)
}
