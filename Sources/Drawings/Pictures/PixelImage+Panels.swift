extension PixelImage {
  /// Pictures beside each other, each under its heading; more than three in rows of two, so that a page shows
  /// them large enough.
  ///
  /// ```swift
  /// let picture = PixelImage.sideBySide([("no noise", plain.picture), ("25 %", denoising.picture)])
  /// ```
  ///
  /// Traps when there is none.
  package static func sideBySide(_ panels: [(heading: String, picture: PixelImage)]) -> PixelImage {
    let (gap, scale) = (12, 2)
    let headingHeight = (BitmapFont.height + 4) * scale
    let columns = panels.count > 3 ? 2 : panels.count
    let width = panels.map(\.picture.width).max() ?? 0
    let height = headingHeight + (panels.map(\.picture.height).max() ?? 0)
    let rows = (panels.count + columns - 1) / columns
    var all = PixelImage(
      width: columns * (width + gap) - gap, height: rows * (height + gap) - gap,
      filledWith: ImageGrid.background)
    for (index, panel) in panels.enumerated() {
      let (x, y) = (index % columns * (width + gap), index / columns * (height + gap))
      all.write(panel.heading.printable, x: x + 6, y: y + 4, scale: scale, colour: ImageGrid.ink)
      all.draw(panel.picture, x: x, y: y + headingHeight)
    }
    return all
  }
}
