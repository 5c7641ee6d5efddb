internal import StrataFiles
internal import StrataLinearAlgebra

/// Patches of images to stand behind other things; those of low contrast are passed over.
struct BackgroundPatches {
  private let images: [GreyImage]
  private static let side = Variant.side
  /// The least deviation of a patch's pixels, which lie between 0 and 1.
  private static let leastDeviation: Float = 0.1
  /// Places that are tried before one is taken as it is.
  private static let mostTries = 50

  /// Of photographs, or of images of fallen leaves where there are none.
  ///
  /// - Throws: `InputError` when no photograph is as large as a patch.
  init(_ photographs: [GreyImage]?, at place: String) throws(InputError) {
    let images = photographs ?? DeadLeaves(side: 256, radii: 2...64).images(count: 20, seed: Variant.seed)
    guard images.allSatisfy({ $0.pixels.allSatisfy { (0...1).contains($0) } }) else {
      throw InputError(
        .malformedData, at: place, expected: "pixels from 0 to 1", found: "others",
        advice: "divide them by 255")
    }
    self.images = images.filter { $0.width >= Self.side && $0.height >= Self.side }
    guard !self.images.isEmpty else {
      throw InputError(
        .malformedData, at: place, expected: "photographs of at least \(Self.side) × \(Self.side) pixels",
        found: "\(images.count) smaller ones", advice: "give larger ones")
    }
  }

  /// The patch for an example; several layers have patches of their own.
  func patch(_ example: Int, layer: Int) -> [Float] {
    var draws = Draws(
      RandomStream(seed: Variant.seed, purpose: "variants/patch").at(epoch: layer), example: example,
      count: 3 * Self.mostTries)
    var patch: [Float] = []
    for _ in 0..<Self.mostTries {
      let image = draws.choice(of: images)
      let top = Int(draws.uniform() * Float(image.height - Self.side + 1))
      let left = Int(draws.uniform() * Float(image.width - Self.side + 1))
      patch = (0..<Self.side).flatMap { row -> ArraySlice<Float> in
        let start = (top + row) * image.width + left
        return image.pixels[start..<start + Self.side]
      }
      if Self.deviation(of: patch) >= Self.leastDeviation { break }
    }
    return patch
  }

  private static func deviation(of pixels: [Float]) -> Float {
    let mean = pixels.reduce(0, +) / Float(pixels.count)
    return (pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(pixels.count)).squareRoot()
  }
}
