public import Foundation
internal import LinearAlgebra

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
  ///   not read.
  public init(contentsOf url: URL) throws {
    preconditionFailure("to come")
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter place: the file, as errors name it.
  public init(_ data: Data, at place: String) throws {
    preconditionFailure("to come")
  }
}
