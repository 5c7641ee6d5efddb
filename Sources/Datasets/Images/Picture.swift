internal import StrataFiles

/// A picture of any size in shades of grey, upright.
package struct Picture: Sendable, Hashable {
  /// Pixels in a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// `height × width` shades, row after row: 0 is black, 255 is white.
  package let pixels: [UInt8]
  /// True when it had a colour that is no grey.
  package let isColour: Bool

  /// A picture from its pixels. Traps unless there are `width × height` of them, one or more.
  package init(width: Int, height: Int, pixels: [UInt8], isColour: Bool = false) {
    precondition(
      width > 0 && height > 0 && pixels.count == width * height,
      "\(pixels.count) pixels of \(width) × \(height)")
    (self.width, self.height) = (width, height)
    (self.pixels, self.isColour) = (pixels, isColour)
  }

  /// A picture as it is stored, brought upright.
  init(width: Int, height: Int, pixels: [UInt8], isColour: Bool, _ orientation: Orientation) {
    guard orientation != .upright else {
      self.init(width: width, height: height, pixels: pixels, isColour: isColour)
      return
    }
    let upright =
      orientation.exchangesSides ? (width: height, height: width) : (width: width, height: height)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
      for row in 0..<upright.height {
        for column in 0..<upright.width {
          let (x, y): (Int, Int) =
            switch orientation {
            case .upright: (column, row)
            case .mirrored: (width - 1 - column, row)
            case .upsideDown: (width - 1 - column, height - 1 - row)
            case .flipped: (column, height - 1 - row)
            case .transposed: (row, column)
            case .quarterTurn: (row, height - 1 - column)
            case .transversed: (width - 1 - row, height - 1 - column)
            case .threeQuarterTurn: (width - 1 - row, column)
            }
          buffer[row * upright.width + column] = pixels[y * width + x]
        }
      }
      count = pixels.count
    }
    self.init(width: upright.width, height: upright.height, pixels: turned, isColour: isColour)
  }
}

extension Picture {
  /// The grey that half of the outermost pixels are no brighter than: the background, where there is one.
  var borderGrey: UInt8 { borderCounts.median }

  /// How many of the outermost pixels have each shade.
  var borderCounts: ShadeCounts {
    var counts = ShadeCounts()
    for row in 0..<height {
      let isEdge = row == 0 || row == height - 1
      let columns =
        isEdge ? stride(from: 0, to: width, by: 1) : stride(from: 0, to: width, by: max(width - 1, 1))
      for column in columns { counts.add(pixels[row * width + column]) }
    }
    return counts
  }
}

/// How often each of 256 shades is there.
struct ShadeCounts {
  private(set) var counts = [Int](repeating: 0, count: 256)
  private(set) var total = 0

  mutating func add(_ shade: UInt8, times: Int = 1) {
    counts[Int(shade)] += times
    total += times
  }

  /// The least shade that at least half of them do not exceed; 0 where there are none.
  var median: UInt8 {
    var below = 0
    for shade in 0..<256 {
      below += counts[shade]
      if 2 * below >= total { return UInt8(shade) }
    }
    return 255
  }

  /// The median of how far they are from a shade.
  func medianDistance(from centre: UInt8) -> UInt8 {
    var distances = ShadeCounts()
    for shade in 0..<256 { distances.add(UInt8(abs(shade - Int(centre))), times: counts[shade]) }
    return distances.median
  }
}
