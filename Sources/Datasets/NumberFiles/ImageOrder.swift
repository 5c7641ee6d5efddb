internal import StrataFiles

/// Images in rows of numbers: their size, and the order of their pixels.
enum ImageOrder {
  /// Every image with rows and columns exchanged; the layout is that of the result.
  static func transposed<Value>(_ values: ArraySlice<Value>, _ layout: Layout) -> ArraySlice<Value> {
    guard case .image(let height, let width) = layout else { return values }
    var result: [Value] = []
    result.reserveCapacity(values.count)
    for start in stride(from: values.startIndex, to: values.endIndex, by: height * width) {
      for row in 0..<height {
        for column in 0..<width { result.append(values[start + column * height + row]) }
      }
    }
    return result[...]
  }

  /// The side of a square of so many pixels, at least 7; nil when it is none.
  static func side(ofSquare count: Int) -> Int? {
    let side = Int(Double(count).squareRoot().rounded())
    return side >= 7 && side * side == count ? side : nil
  }
}

extension ReadingOptions.ImageSize {
  /// True when an image of this size has so many pixels.
  func fits(_ count: Int) -> Bool {
    let (pixels, isTooLarge) = height.multipliedReportingOverflow(by: width)
    return !isTooLarge && height > 0 && pixels == count
  }
}

extension ReadingOptions {
  /// Throws when a size of images was asked for that these do not have: arrays and tables are not resized.
  func requireSize(of layout: Layout, at place: String) throws(InputError) {
    guard let imageSize else { return }
    if case .image(imageSize.height, imageSize.width) = layout { return }
    throw InputError(
      .usage, at: place, expected: "images of \(imageSize.height) × \(imageSize.width)", found: layout.title,
      advice: """
        arrays and tables are not brought to another size: resize their images before, or leave out the size where it \
        was asked for
        """
    )
  }
}
