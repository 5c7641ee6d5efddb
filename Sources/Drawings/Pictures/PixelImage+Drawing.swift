extension PixelImage {
  /// Draws an image with its top left corner at (`x`, `y`), each of its pixels a square of
  /// `magnification × magnification`. Traps unless it fits.
  mutating func draw(_ image: PixelImage, x: Int, y: Int, magnification: Int = 1) {
    for row in 0..<image.height {
      let pixels = image.row(row)
      let wide =
        magnification == 1 ? Array(pixels) : pixels.flatMap { repeatElement($0, count: magnification) }
      for line in 0..<magnification { replaceRow(y + row * magnification + line, from: x, by: wide) }
    }
  }

  /// The image made smaller, each pixel the mean of a square of `factor × factor`.
  ///
  /// At the right and the bottom, where whole squares no longer fit, of the part that is there.
  func reduced(by factor: Int) -> PixelImage {
    let smallWidth = (width + factor - 1) / factor
    let smallHeight = (height + factor - 1) / factor
    var small = PixelImage(width: smallWidth, height: smallHeight, filledWith: .black)
    for y in 0..<smallHeight {
      for x in 0..<smallWidth {
        small[x, y] = mean(
          x: x * factor..<min((x + 1) * factor, width), y: y * factor..<min((y + 1) * factor, height))
      }
    }
    return small
  }

  /// The image no wider than so many pixels, made smaller by a whole factor.
  package func reduced(toWidth most: Int) -> PixelImage {
    let factor = (width + most - 1) / most
    return factor > 1 ? reduced(by: factor) : self
  }

  private func mean(x columns: Range<Int>, y rows: Range<Int>) -> Colour {
    var red = 0
    var green = 0
    var blue = 0
    for y in rows {
      for x in columns {
        let pixel = self[x, y]
        red += Int(pixel.red)
        green += Int(pixel.green)
        blue += Int(pixel.blue)
      }
    }
    let count = columns.count * rows.count
    return Colour(
      red: UInt8(red / count), green: UInt8(green / count), blue: UInt8(blue / count))
  }
}
