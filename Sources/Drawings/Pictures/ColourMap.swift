/// Which colour stands for a number.
public enum ColourMap: Hashable, Sendable {
  /// Black to white: for intensities.
  case grey
  /// Blue through white to orange, with white for zero: for signed numbers such as weights.
  ///
  /// Blue and orange stay apart in every common kind of colour blindness, and both darken outwards.
  case diverging

  /// The colour at a place on the map, from 0 to 1; beyond its ends, the colour of the nearer end.
  ///
  /// The diverging map has 241 colours, zero's among them: no more than a PNG file's palette holds.
  func colour(at position: Double) -> Colour {
    // In this order a position that is not a number ends at 0.
    let position = min(1, max(0, position))
    switch self {
    case .grey: return Colour(grey: UInt8((255 * position).rounded()))
    case .diverging:
      let stops = Self.divergingStops
      let place = (position * 240).rounded() / 240 * Double(stops.count - 1)
      let lower = min(Int(place), stops.count - 2)
      return stops[lower].mixed(with: stops[lower + 1], share: place - Double(lower))
    }
  }

  /// From the lowest to the highest, evenly spaced; the middle one stands for zero.
  private static let divergingStops = [
    Colour(red: 8, green: 48, blue: 107), Colour(red: 49, green: 120, blue: 190),
    Colour(red: 158, green: 202, blue: 236), Colour(red: 250, green: 250, blue: 250),
    Colour(red: 253, green: 190, blue: 120), Colour(red: 226, green: 110, blue: 14),
    Colour(red: 120, green: 48, blue: 4),
  ]
}
