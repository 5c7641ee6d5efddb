public import Foundation
internal import StrataFiles

/// An array of NumPy: what a `.npy` file holds.
///
/// Versions 1.0 to 3.0 of the format (NumPy Enhancement Proposal 1); truth, whole numbers, floats and text of a fixed
/// width, in either order of bytes and of dimensions. Arrays of Python objects are pickled, and refused.
///
/// ```swift
/// let array = try NPYArray(contentsOf: url)
/// array.shape             // [60000, 784]
/// try array.floats()      // [Float], row after row
/// ```
public struct NPYArray: Sendable {
  /// Its dimensions, the outermost first; none for a single number.
  public let shape: [Int]
  /// The type of its elements.
  public let element: NPYElement
  /// Where it was read, as errors name it.
  let place: String
  /// The elements, the last dimension varying fastest: `count × element.size` bytes.
  let data: ArraySlice<UInt8>
  let isBigEndian: Bool

  /// The number of elements: the product of the shape.
  public var count: Int { data.count / element.size }

  init(
    shape: [Int], element: NPYElement, data: ArraySlice<UInt8>, isBigEndian: Bool = false, at place: String
  ) {
    (self.shape, self.element, self.data) = (shape, element, data)
    (self.isBigEndian, self.place) = (isBigEndian, place)
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, damaged, truncated, over-long, or holds elements of another
  ///   type.
  public init(contentsOf url: URL) throws {
    try self.init(bytes: WholeFile(url).bytes[...], at: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - data: all bytes of the file.
  ///   - place: the file, as errors name it.
  public init(_ data: Data, at place: String) throws {
    try self.init(bytes: [UInt8](data)[...], at: place)
  }

  /// Reads the bytes of a file; their memory is shared.
  package init(bytes: ArraySlice<UInt8>, at place: String) throws {
    let header = try NPYHeader(bytes, at: place)
    let size = header.count * header.element.size
    guard bytes.count - header.size == size else {
      throw InputError(
        .malformedData, at: place, expected: "\(size) bytes of elements, as its header says",
        found: "\(bytes.count - header.size)", advice: "write it again: numpy.save(file, array)")
    }
    var data = bytes[(bytes.startIndex + header.size)...]
    if header.isFortranOrder, header.shape.count > 1 {
      try ObtainableMemory.require(size, at: place)
      data = AxisOrder.lastVaryingFastest(data, shape: header.shape, size: header.element.size)[...]
    }
    self.init(
      shape: header.shape, element: header.element, data: data, isBigEndian: header.isBigEndian, at: place)
  }

  /// In words, for errors and notes: `float32 (60000, 784)`.
  package var title: String { "\(element.title) \(NPYHeader.words(shape))" }
}
