internal import LinearAlgebra

extension ImageGrid {
  /// Pixels between images and around them all.
  static let border = 2
  /// Neither black nor white, so that the picture sits well on light and on dark pages.
  static let background = Colour(grey: 62)

  /// The images and the borders between them, without any words.
  public var tiles: PixelImage {
    let tileWidth = imageWidth * magnification + Self.border
    let tileHeight = imageHeight * magnification + Self.border
    var picture = PixelImage(
      width: columns * tileWidth + Self.border, height: rows * tileHeight + Self.border,
      filledWith: Self.background)
    // The shared range takes a pass over all images, so it is found once.
    let shared = scale == .perImage ? nil : range(of: 0)
    for index in 0..<images.rows {
      let image = PixelImage(
        values: images.row(index), width: imageWidth, height: imageHeight,
        range: shared ?? range(of: index), colours: colours)
      picture.draw(
        image, x: Self.border + index % columns * tileWidth, y: Self.border + index / columns * tileHeight,
        magnification: magnification)
    }
    return picture
  }

  /// The whole picture: row labels, images, caption and legend.
  public var picture: PixelImage {
    let tiles = tiles
    let legend = legend
    let labelWidth = rowLabels.map { BitmapFont.width(of: $0) * textScale }.max() ?? 0
    let left = labelWidth == 0 ? 0 : labelWidth + 2 * margin
    let width = max(left + tiles.width, legend.width + 2 * margin)
    let captionLines = captionLines(width: width - 2 * margin)
    let captionHeight = captionLines.count * lineHeight
    var picture = PixelImage(
      width: width, height: tiles.height + margin + captionHeight + legend.height + margin,
      filledWith: Self.background)
    picture.draw(tiles, x: left, y: 0)
    for (row, label) in rowLabels.enumerated() {
      let tileHeight = imageHeight * magnification + Self.border
      let middle = Self.border + row * tileHeight + imageHeight * magnification / 2
      picture.write(
        label, x: margin, y: max(0, middle - 4 * textScale), scale: textScale, colour: Self.ink)
    }
    for (line, text) in captionLines.enumerated() {
      picture.write(
        text, x: margin, y: tiles.height + margin + line * lineHeight, scale: textScale, colour: Self.ink)
    }
    picture.draw(legend, x: margin, y: tiles.height + margin + captionHeight)
    return picture
  }

  /// The caption, and under it what the legend holds for.
  private func captionLines(width: Int) -> [String] {
    [caption, scaleRemark ?? ""].filter { !$0.isEmpty }.flatMap { paragraph in
      paragraph.printable.wrapped(to: width) { BitmapFont.width(of: $0) * textScale }
    }
  }
}
