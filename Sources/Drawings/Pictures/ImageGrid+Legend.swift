internal import StrataLinearAlgebra

extension ImageGrid {
  static let ink = Colour(grey: 236)

  /// Pixels of the picture for one of the font.
  var textScale: Int { 2 }
  /// Pixels between the words and whatever is beside them.
  var margin: Int { 8 }
  /// Pixels from one line of words to the next.
  var lineHeight: Int { (BitmapFont.height + 2) * textScale }

  /// The colour map as a bar between the numbers at its ends.
  var legend: PixelImage {
    let barWidth = 96
    let barHeight = 7 * textScale
    let (low, high) = ends
    let lowWidth = BitmapFont.width(of: low) * textScale
    let highWidth = BitmapFont.width(of: high) * textScale
    let barLeft = lowWidth + margin
    let highLeft = barLeft + barWidth + margin
    var legend = PixelImage(
      width: highLeft + highWidth, height: BitmapFont.height * textScale, filledWith: Self.background)
    legend.write(low, x: 0, y: 0, scale: textScale, colour: Self.ink)
    for x in 0..<barWidth {
      let colour = colours.colour(at: Double(x) / Double(barWidth - 1))
      for y in 0..<barHeight { legend[barLeft + x, y] = colour }
    }
    legend.write(high, x: highLeft, y: 0, scale: textScale, colour: Self.ink)
    return legend
  }

  /// The words at the two ends of the bar.
  private var ends: (low: String, high: String) {
    switch scale {
    case .perImage: ("low", "high")
    case .shared, .fixed: (signed(range(of: 0).lowerBound), signed(range(of: 0).upperBound))
    }
  }

  /// What the bar holds for; nil when that goes without saying.
  var scaleRemark: String? {
    switch scale {
    case .perImage:
      let all = colours.range(of: images.elements[...])
      return "each on its own scale, within \(signed(all.lowerBound)) to \(signed(all.upperBound))"
    case .shared: return "one scale for all"
    case .fixed(let range):
      return images.elements.allSatisfy(range.contains) ? nil : "values beyond these are clipped"
    }
  }

  /// A number of three digits with a true minus sign; with a plus sign where the colours have two sides.
  private func signed(_ value: Float) -> String {
    let size = String(rough: Double(abs(value)))
    if value < 0 { return "−" + size }
    return value > 0 && colours == .diverging ? "+" + size : size
  }
}
