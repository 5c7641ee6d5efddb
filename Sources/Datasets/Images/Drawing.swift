/// What is drawn on a picture, and how it is brought into the form of MNIST's digits (LeCun et al. 1998, and the page of
/// the data set): bright on dark, 20/28 of the image large, its centre of mass in the middle.
struct Drawing {
  /// The smallest picture that holds it, bright on 0.
  let box: Picture

  /// Finds the drawing; nil where there is none.
  ///
  /// The background is the median of the outermost pixels. A picture whose inner pixels are darker than that in the
  /// mean is dark on bright, and inverted. Then the background is subtracted. What is left counts as ink when it is
  /// at least an eighth of the brightest, and more than eight times the median deviation of the outermost pixels, five
  /// standard deviations of normal noise; and what is within the noise becomes 0. The box is that of the ink and of the
  /// faint edges about it, up to a twentieth of its size.
  init?(in picture: Picture) {
    let border = picture.borderCounts
    let background = border.median
    let noise = 8 * Int(border.medianDistance(from: background))
    let isInverted = picture.isDarkerInside(than: background)
    let shades = picture.pixels.map { shade in
      isInverted ? background - min(shade, background) : max(shade, background) - background
    }
    guard let peak = shades.max().map({ Int($0) }), peak >= Self.leastContrast, peak > noise else {
      return nil
    }
    let sheet = Picture(width: picture.width, height: picture.height, pixels: shades)
    guard let ink = sheet.bounds(ofShadesFrom: max(peak / 8, noise + 1)) else { return nil }
    let reach = (max(ink.rows.count, ink.columns.count) + 19) / 20
    let bounds = sheet.bounds(ofShadesFrom: noise + 1, in: ink.grown(by: reach, on: sheet)) ?? ink
    box = Picture(
      width: bounds.columns.count, height: bounds.rows.count,
      pixels: bounds.rows.flatMap { row in
        bounds.columns.map { column in
          let shade = shades[row * sheet.width + column]
          return Int(shade) > noise ? shade : 0
        }
      })
  }

  /// A picture with fewer shades between its background and what stands out most is blank to the eye.
  private static let leastContrast = 8

  /// An image of the drawing: `height × width` shades.
  func image(height: Int, width: Int) -> [UInt8] {
    let drawing = Self.fullyBright(scaled(height: height, width: width))
    let (top, left) = Self.corner(of: drawing, height: height, width: width)
    var image = [UInt8](repeating: 0, count: height * width)
    for row in 0..<drawing.height {
      for column in 0..<drawing.width {
        image[(top + row) * width + left + column] = drawing.pixels[row * drawing.width + column]
      }
    }
    return image
  }

  /// The drawing as large as fits 20/28 of the image; one that is a pixel smaller stays, as it would only be blurred.
  private func scaled(height: Int, width: Int) -> Picture {
    let (most, widest) = (Self.share(of: height), Self.share(of: width))
    let fits = box.height <= most && box.width <= widest
    if fits, box.height >= most - 1 || box.width >= widest - 1 { return box }
    // Of both scales, most / box.height and widest / box.width, the smaller one.
    let isTall = box.height * widest >= box.width * most
    let (scale, of) = isTall ? (most, box.height) : (widest, box.width)
    func side(_ length: Int) -> Int { max(1, (2 * length * scale + of) / (2 * of)) }
    let (newHeight, newWidth) = (min(side(box.height), most), min(side(box.width), widest))
    return Picture(
      width: newWidth, height: newHeight, pixels: box.resampled(height: newHeight, width: newWidth))
  }

  /// 20/28 of a side, rounded.
  private static func share(of side: Int) -> Int { max(1, (2 * 20 * side + 28) / (2 * 28)) }

  /// The drawing with its brightest shade at 255, unless it is near enough: faint and thin lines are no less a drawing.
  private static func fullyBright(_ drawing: Picture) -> Picture {
    let peak = Int(drawing.pixels.max() ?? 0)
    guard 1..<fullBrightness ~= peak else { return drawing }
    return Picture(
      width: drawing.width, height: drawing.height,
      pixels: drawing.pixels.map { UInt8((255 * Int($0) + peak / 2) / peak) })
  }

  private static let fullBrightness = 250

  /// Where the drawing's first pixel lies so that its centre of mass is within half a pixel of the middle, pixel
  /// `side / 2` counted from 0, as far as the drawing stays within the image.
  private static func corner(of drawing: Picture, height: Int, width: Int) -> (top: Int, left: Int) {
    var (mass, rows, columns) = (0, 0, 0)
    for row in 0..<drawing.height {
      for column in 0..<drawing.width {
        let shade = Int(drawing.pixels[row * drawing.width + column])
        mass += shade
        rows += row * shade
        columns += column * shade
      }
    }
    func start(_ side: Int, _ length: Int, _ moment: Int) -> Int {
      // The least that is not below (side − 1) / 2 − moment / mass.
      let (whole, rest) = ((side - 1) * mass - 2 * moment).quotientAndRemainder(dividingBy: max(2 * mass, 1))
      return min(max(whole + (rest > 0 ? 1 : 0), 0), side - length)
    }
    return (start(height, drawing.height, rows), start(width, drawing.width, columns))
  }
}

extension Picture {
  /// True when the pixels within the border, or all where there are none, are darker than a shade in the mean.
  fileprivate func isDarkerInside(than shade: UInt8) -> Bool {
    let (columns, rows) = width > 2 && height > 2 ? (1..<width - 1, 1..<height - 1) : (0..<width, 0..<height)
    var sum = 0
    for row in rows { for column in columns { sum += Int(pixels[row * width + column]) } }
    return sum < Int(shade) * rows.count * columns.count
  }

  /// The smallest part that holds all pixels of at least a shade, of all of them or of a part; nil where there are none.
  fileprivate func bounds(ofShadesFrom faintest: Int, in part: Bounds? = nil) -> Bounds? {
    let part = part ?? Bounds(rows: 0..<height, columns: 0..<width)
    var (top, bottom, left, right) = (height, -1, width, -1)
    for row in part.rows {
      for column in part.columns where Int(pixels[row * width + column]) >= faintest {
        (top, bottom) = (min(top, row), row)
        (left, right) = (min(left, column), max(right, column))
      }
    }
    return top <= bottom ? Bounds(rows: top..<bottom + 1, columns: left..<right + 1) : nil
  }
}

/// A part of a picture.
private struct Bounds {
  let rows: Range<Int>
  let columns: Range<Int>

  /// With so many more rows and columns on each side as far as the picture goes.
  func grown(by reach: Int, on picture: Picture) -> Bounds {
    Bounds(
      rows: max(rows.lowerBound - reach, 0)..<min(rows.upperBound + reach, picture.height),
      columns: max(columns.lowerBound - reach, 0)..<min(columns.upperBound + reach, picture.width))
  }
}
