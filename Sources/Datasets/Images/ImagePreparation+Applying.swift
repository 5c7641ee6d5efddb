extension ImagePreparation {
  /// A picture as an image of this size: `height × width` shades, row after row. All are 0 where a drawing was looked
  /// for and none is there.
  ///
  /// - `.whole`: a picture of this size is taken as it is. Another is scaled: a side that becomes shorter by the mean of
  ///   what each pixel covers, one that becomes longer by linear interpolation. Unless it is stretched both sides are
  ///   scaled alike, and it lies in the middle of its border's grey, the median of its outermost pixels.
  /// - `.mnist`: see `Drawing`. A digit of MNIST itself stays what it is.
  ///
  /// Traps unless the size is positive.
  package func apply(to picture: Picture) -> [UInt8] {
    precondition(height > 0 && width > 0, "an image of \(height) × \(width)")
    switch fit {
    case .mnist:
      return Drawing(in: picture)?.image(height: height, width: width)
        ?? [UInt8](repeating: 0, count: height * width)
    case .whole:
      if isStretched { return picture.resampled(height: height, width: width) }
      return padded(picture)
    }
  }

  /// True for an image that a picture without a drawing was made into, where a drawing was looked for.
  package func isBlank(_ image: some Collection<UInt8>) -> Bool {
    fit == .mnist && image.allSatisfy { $0 == 0 }
  }

  /// The picture as large as fits, in the middle of its border's grey.
  private func padded(_ picture: Picture) -> [UInt8] {
    // Of both scales, height / picture.height and width / picture.width, the smaller one.
    let isTall = picture.height * width >= picture.width * height
    let (scale, of) = isTall ? (height, picture.height) : (width, picture.width)
    func side(_ length: Int, _ most: Int) -> Int { min(max(1, (2 * length * scale + of) / (2 * of)), most) }
    let (inner, across) = (side(picture.height, height), side(picture.width, width))
    let scaled = picture.resampled(height: inner, width: across)
    guard inner < height || across < width else { return scaled }
    var image = [UInt8](repeating: picture.borderGrey, count: height * width)
    let (top, left) = ((height - inner) / 2, (width - across) / 2)
    for row in 0..<inner {
      let start = (top + row) * width + left
      image.replaceSubrange(start..<start + across, with: scaled[row * across..<(row + 1) * across])
    }
    return image
  }
}
