public import LinearAlgebra

/// Cuts small square patches out of images, at random places.
///
/// ```swift
/// let sampler = PatchSampler(side: 12)
/// let raw = try sampler.patches(count: 20_000, from: images, seed: 1)
/// let normalization = PatchNormalization(.whitened(regularization: 0.1), of: raw)
/// let patches = normalization.normalized(raw)
/// ```
public struct PatchSampler: Sendable, Hashable {
  /// The width and height of a patch in pixels.
  public var side: Int

  /// Patches of a size; 12 is that of Vincent et al. 2010, section 5.1. Traps unless positive.
  public init(side: Int = 12) {
    precondition(side > 0, "patches of \(side) pixels")
    self.side = side
  }

  /// Patches as the images hold them, `count × side²`: every place of every image is equally likely.
  ///
  /// - Throws: `InputError` when no image is as large as a patch.
  public func patches(count: Int, from images: [GreyImage], seed: UInt64) throws -> Matrix {
    preconditionFailure("to come")
  }
}
