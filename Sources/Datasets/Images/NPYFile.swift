public import Foundation
internal import StrataFiles

/// A file of NumPy's `.npy` format: one image (2 dimensions) or a stack of them (3 dimensions).
///
/// Versions 1.0 to 3.0 of the format (NumPy Enhancement Proposal 1), bytes (`|u1`) or little-endian
/// Float32 or Float64 (`<f4`, `<f8`), in C order; nothing else is read. Bytes stand for value / 255.
public struct NPYFile: Sendable {
  /// Its dimensions: height × width, or count × height × width.
  public let dimensions: [Int]
  /// Its images.
  public let images: [GreyImage]

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, damaged, truncated, over-long, or holds what is
  ///   not read: other types, numbers that are not finite, more than 2²⁶ of them.
  public init(contentsOf url: URL) throws {
    try self.init(bytes: try ImageFiles.bytes(of: url), at: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  public init(_ data: Data, at place: String) throws {
    try self.init(bytes: [UInt8](data), at: place)
  }

  init(bytes: [UInt8], at place: String) throws {
    let header = try NPYHeader(bytes, at: place)
    dimensions = header.dimensions
    let (height, width) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
    let count = dimensions.count == 3 ? dimensions[0] : 1
    let size = height * width
    images = try (0..<count).map { image in
      var pixels: [Float] = []
      pixels.reserveCapacity(size)
      for element in image * size..<(image + 1) * size {
        let value = header.value(element, in: bytes)
        guard value.isFinite else {
          throw InputError(
            .malformedData, at: place, expected: "finite numbers", found: "\(value) at element \(element)",
            advice: "find out where it comes from, and leave that image out")
        }
        pixels.append(value)
      }
      return GreyImage(width: width, height: height, pixels: pixels)
    }
  }
}

extension NPYHeader {
  /// One element; a Float64 beyond the range of Float32 becomes infinite.
  fileprivate func value(_ index: Int, in bytes: [UInt8]) -> Float {
    let start = dataStart + index * element.size
    func bits<Bits: FixedWidthInteger>(_: Bits.Type) -> Bits {
      (0..<element.size).reduce(0) { $0 | Bits(bytes[start + $1]) << (8 * $1) }
    }
    return switch element {
    case .byte: Float(bytes[start]) / 255
    case .float32: Float(bitPattern: bits(UInt32.self))
    case .float64: Float(Double(bitPattern: bits(UInt64.self)))
    }
  }
}
