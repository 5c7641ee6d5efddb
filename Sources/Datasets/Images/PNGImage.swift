public import Foundation
internal import LinearAlgebra

/// A PNG file of any kind, as shades of grey; read by libpng.
public struct PNGImage: Sendable {
  /// The luminance of its pixels in 0 ... 1; what is transparent is shown on white.
  public let image: GreyImage

  /// An image with more pixels than this is not read: 4,096 × 4,096.
  public static let maximumPixels = 1 << 24

  /// Reads a file.
  ///
  /// - Throws: `InputError` when it is missing, unreadable, no PNG file, damaged or too large, or when
  ///   this build has no libpng.
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
