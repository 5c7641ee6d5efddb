package import Foundation
internal import StrataFiles

/// A file of NumPy's `.npy` format as pictures: one (2 dimensions) or a stack of them (3 dimensions).
///
/// Bytes (`uint8`), which stand for value / 255, or floats; what else `NPYArray` reads is no picture.
package struct NPYFile: Sendable {
  /// Its dimensions: height × width, or count × height × width.
  package let dimensions: [Int]
  /// Its images.
  package let images: [GreyImage]

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, damaged, truncated, over-long, or holds what is
  ///   not read: other types, numbers that are not finite, more than 2²⁶ of them.
  package init(contentsOf url: URL) throws {
    try self.init(bytes: try ImageFiles.bytes(of: url), at: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  package init(_ data: Data, at place: String) throws {
    try self.init(bytes: [UInt8](data), at: place)
  }

  init(bytes: [UInt8], at place: String) throws {
    let array = try NPYArray(bytes: bytes[...], at: place)
    try Self.requirePictures(array, at: place)
    dimensions = array.shape
    let (height, width) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
    let shades = try array.bytes?.map { Float($0) / 255 } ?? array.floats()
    let size = height * width
    images = (0..<array.count / size).map { image in
      GreyImage(width: width, height: height, pixels: Array(shades[image * size..<(image + 1) * size]))
    }
  }

  private static func requirePictures(_ array: NPYArray, at place: String) throws {
    func unfit(_ expected: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: expected, found: array.title,
        advice: "write it again: numpy.save(file, images.astype('float32'))")
    }
    switch array.element {
    case .byte, .float: break
    default: throw unfit("pictures of uint8 or floats")
    }
    guard (2...3).contains(array.shape.count), !array.shape.contains(0) else {
      throw unfit("a shape of height × width, or count × height × width, none of them 0")
    }
    guard array.count <= ImageFiles.maximumPixels else {
      throw unfit("at most \(ImageFiles.maximumPixels) elements")
    }
  }
}
