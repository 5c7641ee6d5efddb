/// What the chunks of a PNG file say before its pixels are read (PNG specification, sections 5 and 11).
package struct PNGHeader: Sendable, Hashable {
  /// The eight bytes that a PNG file begins with.
  package static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  /// Pixels in a row, as they are stored.
  package let width: Int
  /// Rows, as they are stored.
  package let height: Int
  /// True when its pixels have colours, or a palette of such, even if all of these should be greys.
  package let isColour: Bool
  /// How its rows and columns lie.
  package let orientation: Orientation

  /// The header of a file; nil where it is none of a PNG file. The sizes are claims.
  package init?(_ file: [UInt8]) {
    let bytes = file[...]
    guard bytes.starts(with: Self.signature), bytes.dropFirst(12).starts(with: "IHDR".utf8),
      let width = bytes.bigEndian(at: 16, 4), let height = bytes.bigEndian(at: 20, 4),
      let kind = bytes.bigEndian(at: 25, 1)
    else { return nil }
    (self.width, self.height) = (width, height)
    isColour = kind & 2 != 0
    orientation = Self.orientation(of: bytes)
  }

  /// The length that a chunk claims and the file does not have; nil where all are whole. libpng takes memory for what
  /// some chunks claim.
  static func cutChunk(of bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.starts(with: Self.signature) else { return nil }
    var place = Self.signature.count
    while let length = bytes.bigEndian(at: place, 4), let name = bytes.bigEndian(at: place + 4, 4) {
      guard length <= bytes.count - place - 8 else { return length }
      if name == 0x4945_4e44 { return nil }  // IEND: the rest is none of the picture's.
      place += length + 12
    }
    return nil
  }

  /// What the chunk `eXIf` says, wherever it stands.
  private static func orientation(of bytes: ArraySlice<UInt8>) -> Orientation {
    var place = Self.signature.count
    while let length = bytes.bigEndian(at: place, 4), length <= bytes.count - place - 12 {
      let content = bytes.dropFirst(place + 8).prefix(length)
      if bytes.dropFirst(place + 4).starts(with: "eXIf".utf8) { return Orientation(exif: content) }
      place += length + 12
    }
    return .upright
  }
}
