internal import StrataFiles
public import StrataLinearAlgebra

/// Cuts small square patches out of images, at random places.
///
/// ```swift
/// let images = try ImageFiles.read(URL(filePath: "photographs"))
/// let raw = try PatchSampler(side: 12).patches(count: 20_000, from: images, seed: 1)
/// let normalization = try PatchNormalization(.whitened(regularization: 0.1), of: raw)
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
    // The number of places in the images up to each, itself included.
    var ends: [UInt64] = []
    for image in images {
      let places = max(0, image.width - side + 1) * max(0, image.height - side + 1)
      ends.append((ends.last ?? 0) + UInt64(places))
    }
    guard let total = ends.last, total > 0 else {
      throw InputError(
        .malformedData, at: "images", expected: "at least one of \(side) × \(side) pixels",
        found: images.isEmpty ? "no image" : "only smaller ones", advice: "give larger images")
    }
    let stream = RandomStream(seed: seed, purpose: "patches")
    let bits = stream.bits(count: 2 * count)
    var elements: [Float] = []
    elements.reserveCapacity(count * side * side)
    for patch in 0..<count {
      let draw = UInt64(bits[2 * patch]) << 32 | UInt64(bits[2 * patch + 1])
      // The high half is uniform in 0 ..< total up to total / 2⁶⁴ (Lemire 2019).
      let place = draw.multipliedFullWidth(by: total).high
      let number = ends.firstIndex { place < $0 } ?? 0
      let image = images[number]
      let inside = Int(place - (number == 0 ? 0 : ends[number - 1]))
      let columns = image.width - side + 1
      for row in 0..<side {
        let start = (inside / columns + row) * image.width + inside % columns
        elements += image.pixels[start..<start + side]
      }
    }
    return Matrix(rows: count, columns: side * side, elements)
  }
}
