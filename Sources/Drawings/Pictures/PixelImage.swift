/// A rectangle of pixels, row after row from the top left.
public struct PixelImage: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// The pixels, `width × height` of them.
  public private(set) var pixels: [Colour]

  /// An image of one colour. Traps unless it has pixels.
  public init(width: Int, height: Int, filledWith colour: Colour) {
    self.init(
      width: width, height: height, pixels: [Colour](repeating: colour, count: max(0, width * height)))
  }

  /// An image from its pixels. Traps unless there are `width × height` of them and at least one.
  public init(width: Int, height: Int, pixels: [Colour]) {
    precondition(width > 0 && height > 0, "an image of \(width) × \(height) pixels")
    precondition(pixels.count == width * height, "\(pixels.count) pixels for \(width) × \(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The pixel `x` from the left and `y` from the top.
  public subscript(x: Int, y: Int) -> Colour {
    get {
      precondition(contains(x, y), "pixel (\(x), \(y)) of \(width) × \(height)")
      return pixels[y * width + x]
    }
    set {
      precondition(contains(x, y), "pixel (\(x), \(y)) of \(width) × \(height)")
      pixels[y * width + x] = newValue
    }
  }

  /// The pixels of a row, `y` from the top.
  func row(_ y: Int) -> ArraySlice<Colour> {
    precondition(contains(0, y), "row \(y) of \(height)")
    return pixels[y * width..<(y + 1) * width]
  }

  /// Puts pixels in the place of those of a row from `x` on. Traps unless they fit.
  mutating func replaceRow(_ y: Int, from x: Int, by colours: [Colour]) {
    precondition(contains(x, y) && x + colours.count <= width, "\(colours.count) pixels from (\(x), \(y))")
    let start = y * width + x
    pixels.replaceSubrange(start..<start + colours.count, with: colours)
  }

  /// True when no pixel has a colour other than grey.
  public var isGrey: Bool { pixels.allSatisfy(\.isGrey) }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    0 <= x && x < width && 0 <= y && y < height
  }
}
