/// An image in shades of grey, of any size.
public struct GreyImage: Sendable, Hashable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The shades, row after row: 0 is black, 1 is white, where the image says nothing else.
  public let pixels: [Float]

  /// An image from its pixels. Traps unless there are `width × height` of them.
  public init(width: Int, height: Int, pixels: [Float]) {
    precondition(
      width >= 0 && height >= 0 && pixels.count == width * height,
      "\(pixels.count) pixels of \(width) × \(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
