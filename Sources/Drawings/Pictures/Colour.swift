/// A colour of 8 bits each of red, green and blue, in the sRGB colour space.
public struct Colour: Hashable, Sendable, BitwiseCopyable {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// A colour from its parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A grey from black, 0, to white, 255.
  public init(grey: UInt8) {
    self.init(red: grey, green: grey, blue: grey)
  }

  /// Black.
  public static let black = Colour(grey: 0)
  /// White.
  public static let white = Colour(grey: 255)

  /// True when red, green and blue are equal.
  public var isGrey: Bool { red == green && green == blue }

  /// How bright it looks, 0 to 255: the luma of ITU-R BT.601, in whole numbers.
  var brightness: Int { (299 * Int(red) + 587 * Int(green) + 114 * Int(blue) + 500) / 1000 }

  /// The colour a share of the way to another, 0 to 1.
  func mixed(with other: Colour, share: Double) -> Colour {
    let mix = { (from: UInt8, to: UInt8) in
      UInt8((Double(from) + (Double(to) - Double(from)) * share).rounded())
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
