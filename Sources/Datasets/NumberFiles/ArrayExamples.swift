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
    let shape = try ExampleShape(array, options)
    let width = shape.layout.width
    place = array.place
    layout = shape.layout
    if let bytes = array.bytes {
      let grey = shape.isColour ? Luma.bytes(bytes) : bytes
      values = .bytes(ByteMatrix(rows: shape.count, columns: width, shape.upright(grey)))
      if grey.allSatisfy({ $0 <= 1 }) {
        notes.append("\(place): all bytes are 0 or 1; as pixels they are nearly black")
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

  /// True for whole numbers that are pixels of a byte.
  static func arePixels(_ numbers: [Float]) -> Bool {
    guard let low = numbers.min(), let high = numbers.max() else { return false }
    return low >= 0 && high <= 255 && high > 1
  }
}

/// What the dimensions of an array of examples are.
private struct ExampleShape {
  let count: Int
  let layout: Layout
  let isImage: Bool
  let isColour: Bool
  private let isTransposed: Bool

  init(_ array: NPYArray, _ options: ReadingOptions) throws(InputError) {
    let shape = array.shape
    guard array.element.isNumber else { throw array.wrongType(expected: "examples of numbers") }
    guard array.count > 0 else {
      throw InputError(
        .malformedData, at: array.place, expected: "examples", found: "\(array.title), which holds none",
        advice: "save an array with examples in it")
    }
    guard (2...4).contains(shape.count) else {
      throw Self.unfit(array, advice: "save examples × features, or pictures × height × width")
    }
    count = shape[0]
    switch (shape.count, shape.last) {
    case (2, _): (isColour, isImage) = (false, options.imageSize?.fits(shape[1]) == true)
    case (3, _), (4, 1): (isColour, isImage) = (false, true)
    case (4, 3): (isColour, isImage) = (true, true)
    default:
      let isFirst = shape[1] == 1 || shape[1] == 3
      throw Self.unfit(
        array,
        advice: isFirst
          ? "put the channels last: numpy.moveaxis(array, 1, -1)"
          : "save pictures of one channel, or of three")
    }
    isTransposed = isImage && options.isTransposed == true
    guard isImage else {
      layout = .columns(count: shape[1], names: nil)
      try options.requireSize(of: layout, at: array.place)
      return
    }
    let stored =
      shape.count > 2 ? (shape[1], shape[2]) : options.imageSize.map { ($0.height, $0.width) } ?? (0, 0)
    let (height, width) = isTransposed && shape.count > 2 ? (stored.1, stored.0) : stored
    layout = .image(height: height, width: width)
    try options.requireSize(of: layout, at: array.place)
  }

  /// Images that lie transposed in their file, the right way.
  func upright<Value>(_ values: ArraySlice<Value>) -> ArraySlice<Value> {
    isTransposed ? ImageOrder.transposed(values, layout) : values
  }

  private static func unfit(_ array: NPYArray, advice: Wording) -> InputError {
    InputError(
      .malformedData, at: array.place,
      expected: "examples × features, or pictures × height × width (× 1, or × 3 for colour)",
      found: array.title, advice: advice)
  }
}
