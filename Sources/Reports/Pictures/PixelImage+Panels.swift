extension PixelImage {
  /// Pictures beside each other, each under its heading.
  ///
  /// ```swift
  /// let picture = PixelImage.sideBySide([("no noise", plain.picture), ("25 %", denoising.picture)])
  /// ```
  ///
  /// Traps when there is none.
  package static func sideBySide(_ panels: [(heading: String, picture: PixelImage)]) -> PixelImage {
    let (gap, scale) = (12, 2)
    let headingHeight = (BitmapFont.height + 4) * scale
    let width = panels.reduce(gap * (panels.count - 1)) { $0 + $1.picture.width }
    let height = headingHeight + (panels.map(\.picture.height).max() ?? 0)
    var all = PixelImage(width: width, height: height, filledWith: ImageGrid.background)
    var x = 0
    for panel in panels {
      all.write(panel.heading.printable, x: x + 6, y: 4, scale: scale, colour: ImageGrid.ink)
      all.draw(panel.picture, x: x, y: headingHeight)
      x += panel.picture.width + gap
    }
    return all
  }
}
