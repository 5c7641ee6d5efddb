/// What the segments of a JPEG file say before its pixels are read (ITU-T T.81, annex B).
package struct JPEGHeader: Sendable, Hashable {
  /// What a JPEG file begins with: the start of an image, and of a segment.
  package static let signature: [UInt8] = [0xff, 0xd8, 0xff]

  /// Pixels in a row, as they are stored.
  package let width: Int
  /// Rows, as they are stored.
  package let height: Int
  /// Numbers of a pixel: one is grey, three are colours, four are inks.
  package let components: Int
  /// True when a program of Adobe's kind wrote it: then inks are stored as what they leave of the white.
  package let isAdobe: Bool
  /// How its rows and columns lie.
  package let orientation: Orientation

  /// Where the segment of the first scan ends.
  let scan: Int

  /// Reads the segments before the first scan. The sizes are claims.
  ///
  /// - Throws: `InputError` when it is no JPEG file, is damaged, or is of a kind that is not read: lossless,
  ///   arithmetically coded, of other than 8 bits, or of another number of components.
  package init(_ file: [UInt8], at place: String) throws(InputError) {
    let bytes = file[...]
    guard bytes.starts(with: Self.signature) else { throw Self.damaged("other first bytes", at: place) }
    var frame: ArraySlice<UInt8>?
    var (isAdobe, orientation) = (false, Orientation?.none)
    var start = 2
    while let segment = Self.segment(of: bytes, from: start) {
      start = segment.end
      switch segment.marker {
      case 0xda:  // SOS: what follows are pixels.
        guard let frame else { throw Self.damaged("pixels before their size", at: place) }
        try self.init(frame, scan: start, isAdobe: isAdobe, orientation ?? .upright, at: place)
        return
      case 0xc0, 0xc1, 0xc2:  // SOF: baseline, extended and progressive.
        guard frame == nil else { throw Self.damaged("two sizes", at: place) }
        frame = segment.content
      case 0xc4, 0xc8, 0xcc: continue  // Huffman tables; reserved; arithmetic conditions.
      case 0xc3, 0xc5...0xcf:
        throw Self.unknown("lossless, hierarchical or arithmetic coding", at: place)
      case 0xe1 where orientation == nil && segment.content.starts(with: Self.exif):
        orientation = Orientation(exif: segment.content.dropFirst(Self.exif.count))
      case 0xee where segment.content.starts(with: "Adobe".utf8): isAdobe = true
      default: continue
      }
    }
    throw Self.damaged("a file that ends before its pixels", at: place)
  }

  private static let exif = Array("Exif".utf8) + [0, 0]

  private init(
    _ frame: ArraySlice<UInt8>, scan: Int, isAdobe: Bool, _ orientation: Orientation, at place: String
  ) throws(InputError) {
    guard let depth = frame.bigEndian(at: 0, 1), let height = frame.bigEndian(at: 1, 2),
      let width = frame.bigEndian(at: 3, 2), let components = frame.bigEndian(at: 5, 1)
    else { throw Self.damaged("a size that is cut off", at: place) }
    guard depth == 8 else { throw Self.unknown("\(depth) bits for each sample", at: place) }
    guard [1, 3, 4].contains(components) else {
      throw Self.unknown("\(components) components for each pixel", at: place)
    }
    guard width > 0, height > 0 else { throw Self.damaged("\(width) × \(height) pixels", at: place) }
    (self.width, self.height, self.components) = (width, height, components)
    (self.scan, self.isAdobe, self.orientation) = (scan, isAdobe, orientation)
  }

  /// The next segment from an offset on; nil where the bytes end.
  private static func segment(
    of bytes: ArraySlice<UInt8>, from start: Int
  ) -> (marker: Int, content: ArraySlice<UInt8>, end: Int)? {
    var place = start
    while let byte = bytes.bigEndian(at: place, 1) {
      place += 1
      guard byte == 0xff, let marker = bytes.bigEndian(at: place, 1) else { continue }
      switch marker {
      case 0, 0xff: continue  // No marker, or one with bytes that fill up before it.
      case 0x01, 0xd0...0xd8: place += 1  // These stand alone.
      default:
        guard let length = bytes.bigEndian(at: place + 1, 2), length >= 2,
          length <= bytes.count - place - 1
        else { return nil }
        return (marker, bytes.dropFirst(place + 3).prefix(length - 2), place + 1 + length)
      }
    }
    return nil
  }

  static func damaged(_ found: String, at place: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: "a JPEG picture", found: found,
      advice: "replace the file by an intact one")
  }

  private static func unknown(_ found: String, at place: String) -> InputError {
    InputError(
      .malformedData, at: place, expected: "a baseline or progressive JPEG picture of 8 bits", found: found,
      advice: "save it as a PNG or an ordinary JPEG file")
  }
}
