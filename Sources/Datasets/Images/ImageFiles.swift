public import Foundation
internal import LinearAlgebra

/// Images that somebody else made: a folder of PNG files, or a stack in a NumPy file.
public enum ImageFiles {
  /// Reads images: of a folder every file whose name ends in `.png`, in the order of the names; of a file
  /// that ends in `.npy` its stack; or a single PNG file.
  ///
  /// - Throws: `InputError` when there is nothing, no image, or a damaged one.
  public static func read(_ url: URL) throws -> [GreyImage] {
    preconditionFailure("to come")
  }
}
