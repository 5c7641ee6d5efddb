/// The colours of a picture that has few of them, and for each pixel the place of its colour.
struct Palette {
  /// As many as one byte can tell apart.
  static let largestCount = 256

  /// In the order in which they come up.
  private(set) var colours: [Colour] = []
  /// One for each pixel.
  private(set) var indices: [UInt8] = []

  /// The palette of a picture; nil when it has more than 256 colours.
  init?(of picture: PixelImage) {
    var places: [Colour: UInt8] = [:]
    indices.reserveCapacity(picture.pixels.count)
    for colour in picture.pixels {
      if let place = places[colour] {
        indices.append(place)
        continue
      }
      guard colours.count < Self.largestCount else { return nil }
      let place = UInt8(colours.count)
      places[colour] = place
      colours.append(colour)
      indices.append(place)
    }
  }
}
