/// A small proportional font of pixels, for words inside pictures.
///
/// Capitals are 7 pixels high, and letters such as `g` reach 2 below the line.
enum BitmapFont {
  /// The height of a line of text, descenders included, in pixels at scale 1.
  static let height = 9

  /// The width of a line of text, in pixels at scale 1.
  static func width(of text: String) -> Int {
    text.reduce(0) { $0 + glyph(of: $1).width + 1 } - (text.isEmpty ? 0 : 1)
  }

  /// A character as rows of pixels, each `#` a dark one; a box for a character that the font lacks.
  fileprivate static func glyph(of character: Character) -> Glyph {
    glyphs[character] ?? missing
  }

  fileprivate struct Glyph {
    let rows: [[Bool]]
    var width: Int { rows.first?.count ?? 0 }

    init(_ drawing: String) {
      rows = drawing.split(separator: " ").map { row in row.map { $0 == "#" } }
    }
  }

  private static let glyphs = drawings.mapValues(Glyph.init)
  private static let missing = Glyph("##### #...# #...# #...# #...# #...# #####")
}

extension PixelImage {
  /// Writes one line of text with its top left corner at (`x`, `y`), each pixel of the font a square of
  /// `scale × scale`. Traps unless it fits.
  mutating func write(_ text: String, x: Int, y: Int, scale: Int, colour: Colour) {
    var left = x
    for glyph in text.map(BitmapFont.glyph) {
      for (row, pixels) in glyph.rows.enumerated() {
        for (column, isSet) in pixels.enumerated() where isSet {
          draw(
            PixelImage(width: 1, height: 1, filledWith: colour), x: left + column * scale,
            y: y + row * scale, magnification: scale)
        }
      }
      left += (glyph.width + 1) * scale
    }
  }
}
