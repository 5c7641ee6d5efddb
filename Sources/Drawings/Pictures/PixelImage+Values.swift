extension PixelImage {
  /// Draws numbers, such as one row of a matrix of images: `width × height` of them, row after row.
  ///
  /// - Parameters:
  ///   - values: the numbers, row after row.
  ///   - width: pixels in a row.
  ///   - height: rows of pixels.
  ///   - range: the numbers at the two ends of the colour map; a number beyond has the colour of the
  ///     end, and so has one that is not a number of the lower end.
  ///   - colours: which colour stands for a number.
  public init(
    values: ArraySlice<Float>, width: Int, height: Int, range: ClosedRange<Float> = 0...1,
    colours: ColourMap = .grey
  ) {
    let low = Double(range.lowerBound)
    let extent = Double(range.upperBound) - low
    self.init(
      width: width, height: height,
      pixels: values.map { value in
        // A range without extent has one value, and that is in its middle.
        colours.colour(at: extent > 0 ? (Double(value) - low) / extent : 0.5)
      })
  }
}
