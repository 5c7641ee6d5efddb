internal import StrataFiles
internal import StrataLinearAlgebra

extension LabelledExamples {
  /// Examples out of an array: N × features, or pictures of N × height × width, of one grey channel or of three
  /// colours, which are made grey by their luma.
  ///
  /// Bytes stay bytes, and so do pictures of other whole numbers in 0 … 255 whose largest is above 1; everything else
  /// is numbers.
  ///
  /// - Throws: `InputError` when the shape is another, or when a number is not finite.
  init(_ array: NPYArray, _ options: ReadingOptions, notes: inout [Wording]) throws {
    let shape = try ExampleShape(
      array.shape, of: array.element, count: array.count, at: array.place, options)
    let width = shape.layout.width
    place = array.place
    layout = shape.layout
    if let bytes = array.bytes {
      let grey = shape.isColour ? Luma.bytes(bytes) : bytes
      values = .bytes(ByteMatrix(rows: shape.count, columns: width, shape.upright(grey)))
      if grey.allSatisfy({ $0 <= 1 }) {
        notes.append(Self.darkBytes(at: place))
      }
    } else {
      let numbers = try array.floats()
      if shape.isImage, case .integer = array.element, Self.arePixels(numbers) {
        let bytes = numbers.map { UInt8($0) }[...]
        let grey = shape.isColour ? Luma.bytes(bytes) : bytes
        values = .bytes(ByteMatrix(rows: shape.count, columns: width, shape.upright(grey)))
      } else {
        let grey = shape.isColour ? Luma.numbers(numbers) : numbers
        values = .numbers(Matrix(rows: shape.count, columns: width, Array(shape.upright(grey[...]))))
      }
    }
    if shape.isColour { notes.append("\(place): colour was made grey in \(shape.count) pictures") }
  }

  /// The same out of an array that stays in its file; nil where its numbers have to be changed first.
  init?(_ array: StoredArray, _ options: ReadingOptions, notes: inout [Wording]) throws {
    let header = array.header
    let shape = try ExampleShape(
      header.shape, of: header.element, count: header.count, at: array.place, options)
    guard !shape.isColour, !shape.isTransposed else { return nil }
    let rows = try array.rows(of: shape.layout.width)
    (place, layout, values) = (array.place, shape.layout, .stored(rows))
    if rows.element == .byte, rows.range.map({ $0.upperBound <= ByteMatrix.scale }) ?? false {
      notes.append(Self.darkBytes(at: place))
    }
  }

  private static func darkBytes(at place: String) -> Wording {
    "\(place): all bytes are 0 or 1; as pixels they are nearly black"
  }

  /// True for whole numbers that are pixels of a byte.
  static func arePixels(_ numbers: [Float]) -> Bool {
    guard let low = numbers.min(), let high = numbers.max() else { return false }
    return low >= 0 && high <= 255 && high > 1
  }
}

/// What the dimensions of an array of examples are.
struct ExampleShape {
  let count: Int
  let layout: Layout
  let isImage: Bool
  let isColour: Bool
  let isTransposed: Bool

  init(
    _ shape: [Int], of element: NPYElement, count elements: Int, at place: String, _ options: ReadingOptions
  ) throws(InputError) {
    let title = "\(element.title) \(NPYHeader.words(shape))"
    func unfit(advice: Wording) -> InputError {
      InputError(
        .malformedData, at: place,
        expected: "examples × features, or pictures × height × width (× 1, or × 3 for colour)",
        found: title, advice: advice)
    }
    guard element.isNumber else {
      throw NPYArray.wrongType(title, expected: "examples of numbers", at: place)
    }
    guard elements > 0 else {
      throw InputError(
        .malformedData, at: place, expected: "examples", found: "\(title), which holds none",
        advice: "save an array with examples in it")
    }
    guard (2...4).contains(shape.count) else {
      throw unfit(advice: "save examples × features, or pictures × height × width")
    }
    count = shape[0]
    switch (shape.count, shape.last) {
    case (2, _): (isColour, isImage) = (false, options.imageSize?.fits(shape[1]) == true)
    case (3, _), (4, 1): (isColour, isImage) = (false, true)
    case (4, 3): (isColour, isImage) = (true, true)
    default:
      let isFirst = shape[1] == 1 || shape[1] == 3
      throw unfit(
        advice: isFirst
          ? "put the channels last: numpy.moveaxis(array, 1, -1)"
          : "save pictures of one channel, or of three")
    }
    isTransposed = isImage && options.isTransposed == true
    guard isImage else {
      layout = .columns(count: shape[1], names: nil)
      try options.requireSize(of: layout, at: place)
      try options.requireNotTransposed(place)
      return
    }
    let stored =
      shape.count > 2 ? (shape[1], shape[2]) : options.imageSize.map { ($0.height, $0.width) } ?? (0, 0)
    let (height, width) = isTransposed && shape.count > 2 ? (stored.1, stored.0) : stored
    layout = .image(height: height, width: width)
    try options.requireSize(of: layout, at: place)
  }

  /// Images that lie transposed in their file, the right way.
  func upright<Value>(_ values: ArraySlice<Value>) -> ArraySlice<Value> {
    isTransposed ? ImageOrder.transposed(values, layout) : values
  }
}
