internal import StrataLinearAlgebra

extension ImageGrid {
  /// Pixels between images and around them all.
  static let border = 2
  /// Pixels more between groups of rows.
  static let groupGap = 10
  /// Neither black nor white, so that the picture sits well on light and on dark pages.
  static let background = Colour(grey: 62)

  /// The images and the borders between them, without any words.
  public var tiles: PixelImage {
    let tileWidth = imageWidth * magnification + Self.border
    var picture = PixelImage(
      width: columns * tileWidth + Self.border, height: top(ofRow: rows), filledWith: Self.background)
    // The shared range takes a pass over all images, so it is found once.
    let shared = scale == .perImage ? nil : range(of: 0)
    for index in 0..<images.rows {
      let image = PixelImage(
        values: images.row(index), width: imageWidth, height: imageHeight,
        range: shared ?? range(of: index), colours: colours)
      picture.draw(
        image, x: Self.border + index % columns * tileWidth, y: top(ofRow: index / columns),
        magnification: magnification)
    }
    return picture
  }

  /// Where a row of images begins, in pixels from the top; for the number of rows, where they all end.
  private func top(ofRow row: Int) -> Int {
    let gaps = groupStarts.count { $0 > 0 && $0 <= row && $0 < rows }
    return Self.border + row * (imageHeight * magnification + Self.border) + gaps * Self.groupGap
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
      let middle = top(ofRow: row) + imageHeight * magnification / 2
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

extension ImageGrid {
  /// Each image by itself, in other colours where those say more.
  package func separateImages(colours: ColourMap) -> [PixelImage] {
    (0..<images.rows).map { index in
      PixelImage(
        values: images.row(index), width: imageWidth, height: imageHeight, range: range(of: index),
        colours: colours)
    }
  }
}
