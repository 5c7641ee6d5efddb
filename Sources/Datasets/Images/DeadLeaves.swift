internal import StrataLinearAlgebra

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
package struct DeadLeaves: Sendable, Hashable {
  /// The width and height of an image in pixels.
  package var side: Int
  /// The smallest and the largest radius in pixels.
  package var radii: ClosedRange<Float>

  /// Images of a size. Traps unless both radii are positive.
  package init(side: Int = 256, radii: ClosedRange<Float> = 2...128) {
    precondition(side > 0 && radii.lowerBound > 0, "\(side) pixels, radii \(radii)")
    self.side = side
    self.radii = radii
  }

  /// Some images; each a pure function of (seed, its number, the size and the radii).
  package func images(count: Int, seed: UInt64) -> [GreyImage] {
    let stream = RandomStream(seed: seed, purpose: "dead leaves")
    return (0..<count).map { image($0, stream) }
  }

  /// Lays discs from the top down: what is covered already stays, so the last one is laid when nothing
  /// shows through any more, and the image is a sample of the model exactly (Kendall and Thönnes 1999).
  private func image(_ number: Int, _ stream: RandomStream) -> GreyImage {
    var canvas = LeafCanvas(side: side)
    // A disc may lie outside as far as its radius.
    let margin = radii.upperBound
    let extent = Float(side) + 2 * margin
    let inverseSquares = (
      1 / (radii.upperBound * radii.upperBound), 1 / (radii.lowerBound * radii.lowerBound)
    )
    var block = 0
    while canvas.hasGaps {
      var draws = Draws(stream.at(epoch: block), example: number, count: 4 * Self.blockLength)
      for _ in 0..<Self.blockLength {
        // The radius's density is ∝ r⁻³ where that of r⁻² is uniform.
        let radius = 1 / draws.uniform(in: inverseSquares.0...inverseSquares.1).squareRoot()
        canvas.lay(
          radius: radius, x: draws.uniform() * extent - margin, y: draws.uniform() * extent - margin,
          grey: draws.uniform())
      }
      block += 1
    }
    return GreyImage(width: side, height: side, pixels: canvas.pixels)
  }

  /// Discs are drawn at random so many at a time.
  private static let blockLength = 4096
}

/// A square of pixels that is covered from the top down.
private struct LeafCanvas {
  private(set) var pixels: [Float]
  private let side: Int
  /// How much of each pixel is not covered yet.
  private var gaps: [Float]
  private var open: Int

  /// What shows through less than this is taken to be covered: half of a step of 256 shades.
  private static let invisible: Float = 1 / 512

  init(side: Int) {
    self.side = side
    pixels = [Float](repeating: 0, count: side * side)
    gaps = [Float](repeating: 1, count: side * side)
    open = side * side
  }

  var hasGaps: Bool { open > 0 }

  /// Lays a disc under all those before it. Its edge is as soft as a pixel is wide.
  mutating func lay(radius: Float, x: Float, y: Float, grey: Float) {
    for row in range(around: y, radius) {
      let down = Float(row) + 0.5 - y
      for column in range(around: x, radius) where gaps[row * side + column] > 0 {
        let right = Float(column) + 0.5 - x
        let coverage = min(max(radius + 0.5 - (right * right + down * down).squareRoot(), 0), 1)
        cover(row * side + column, with: grey, share: coverage)
      }
    }
  }

  private mutating func cover(_ pixel: Int, with grey: Float, share: Float) {
    let gap = gaps[pixel]
    let left = gap * (1 - share)
    let isLast = left < Self.invisible
    pixels[pixel] += (isLast ? gap : gap - left) * grey
    gaps[pixel] = isLast ? 0 : left
    if isLast { open -= 1 }
  }

  /// The rows, or columns, that a disc reaches.
  private func range(around middle: Float, _ radius: Float) -> Range<Int> {
    let low = min(max(Int((middle - radius - 1).rounded(.down)), 0), side)
    let high = min(max(Int((middle + radius + 1).rounded(.up)), 0), side)
    return low..<max(low, high)
  }
}
