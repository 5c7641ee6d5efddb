internal import Foundation
internal import LinearAlgebra

/// Images of discs that hide one another, as leaves on the ground do: a stand-in for photographs.
///
/// Discs of uniform grey, with radii of density ∝ r⁻³ between two bounds and anywhere in the plane, are
/// laid one over another until everything is covered. With this power law the images have, as
/// natural images do, a power spectrum that falls about as 1/f² and contrasts with heavy tails (Lee,
/// Mumford and Huang 2001, "Occlusion models for natural images: a statistical study of a scale-invariant
/// dead leaves model", International Journal of Computer Vision 41).
///
/// ```swift
/// let images = DeadLeaves(side: 256).images(count: 20, seed: 1)
/// ```
public struct DeadLeaves: Sendable, Hashable {
  /// The width and height of an image in pixels.
  public var side: Int
  /// The smallest and the largest radius in pixels.
  public var radii: ClosedRange<Float>

  /// Images of a size. Traps unless both radii are positive.
  public init(side: Int = 256, radii: ClosedRange<Float> = 1...128) {
    precondition(side > 0 && radii.lowerBound > 0, "\(side) pixels, radii \(radii)")
    self.side = side
    self.radii = radii
  }

  /// Some images; each a pure function of (seed, its number, the size and the radii).
  public func images(count: Int, seed: UInt64) -> [GreyImage] {
    preconditionFailure("to come")
  }
}
