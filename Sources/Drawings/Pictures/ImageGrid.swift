public import StrataFiles
public import StrataLinearAlgebra

/// Many small images in one picture, with borders, row labels, and a legend that gives their values.
///
/// ```swift
/// let grid = try ImageGrid.filters(of: weight, units: Array(0..<100), width: 28, height: 28)
/// let file = try PNG.encode(grid.picture)
/// ```
public struct ImageGrid: Equatable, Sendable {
  /// Which numbers the two ends of the colour map stand for.
  public enum Scale: Hashable, Sendable {
    /// For each image its own least and greatest: shows each one's shape.
    case perImage
    /// For all images the least and the greatest of all: shows which are strong and which weak.
    case shared
    /// For all images these: for numbers that have natural bounds, such as pixels.
    case fixed(ClosedRange<Float>)
  }

  /// The images: rows of pixels.
  let images: Matrix
  let imageWidth: Int
  let imageHeight: Int
  /// Images in a row of the grid.
  let columns: Int
  let scale: Scale
  let colours: ColourMap
  /// Pixels of the picture, along each side, for one of an image.
  let magnification: Int
  let rowLabels: [String]
  /// Rows with some room above them, because something else begins there.
  let groupStarts: Set<Int>
  let caption: String

  /// A grid of images.
  ///
  /// Traps unless there is an image, each has `width × height` values, and there is no row label or one
  /// for each row of the grid.
  ///
  /// - Parameters:
  ///   - images: one image in each row.
  ///   - width: pixels in a row of an image.
  ///   - height: rows of pixels of an image.
  ///   - columns: images in a row of the grid.
  ///   - scale: which numbers the two ends of the colour map stand for; with the diverging map these are
  ///     made to lie evenly about zero.
  ///   - colours: which colour stands for a number.
  ///   - magnification: pixels of the picture, along each side, for one of an image.
  ///   - rowLabels: words to the left of each row.
  ///   - groupStarts: rows with some room above them, because something else begins there.
  ///   - caption: a line under the images.
  /// - Throws: `InputError` when a value is not finite.
  public init(
    _ images: Matrix, width: Int, height: Int, columns: Int, scale: Scale, colours: ColourMap,
    magnification: Int = 3, rowLabels: [String] = [], groupStarts: Set<Int> = [], caption: String = ""
  ) throws(InputError) {
    precondition(images.rows > 0 && columns > 0 && magnification > 0, "a grid of nothing")
    precondition(
      images.columns == width * height, "\(images.columns) values for images of \(width) × \(height)")
    self.images = images
    imageWidth = width
    imageHeight = height
    self.columns = min(columns, images.rows)
    self.scale = scale
    self.colours = colours
    self.magnification = magnification
    self.rowLabels = rowLabels
    self.groupStarts = groupStarts
    self.caption = caption
    precondition(rowLabels.isEmpty || rowLabels.count == rows, "\(rowLabels.count) labels of \(rows) rows")
    if let index = images.elements.firstIndex(where: { !$0.isFinite }) {
      throw InputError(
        .numericalFailure, at: "image \(index / images.columns)", expected: "finite numbers",
        found: "\(images.elements[index])",
        advice: "the model's weights are no longer sound: train it again with a lower learning rate")
    }
  }

  /// Rows of the grid.
  var rows: Int { (images.rows + columns - 1) / columns }

  /// The numbers at the two ends of the colour map, for one image.
  func range(of image: Int) -> ClosedRange<Float> {
    switch scale {
    case .perImage: colours.range(of: images.row(image))
    case .shared: colours.range(of: images.elements[...])
    case .fixed(let range): range
    }
  }
}

extension ColourMap {
  /// The range that shows all of some numbers, of which there must be one; about zero when diverging.
  func range(of values: ArraySlice<Float>) -> ClosedRange<Float> {
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    switch self {
    case .grey: return low...high
    case .diverging:
      let largest = max(abs(low), abs(high))
      return -largest...largest
    }
  }
}
