/// What stands out of a filter: its weights, blurred against noise, without those that are weak.
struct FilterCore {
  /// The blurred weights, row after row; 0 where they are weaker than half of the strongest hundredth.
  let image: [Double]
  /// Σ w² of the blurred filter before the weak weights are left out.
  let energy: Double

  init(of filter: [Double], width: Int) {
    let blurred = Self.blurred(filter, width: width)
    let strengths = blurred.map(abs).sorted()
    let threshold = strengths[strengths.count - 1 - strengths.count / 100] / 2
    image = blurred.map { abs($0) >= threshold ? $0 : 0 }
    energy = blurred.reduce(0) { $0 + $1 * $1 }
  }

  /// The mean of each pixel and its eight neighbours with the weights 1, 2, 1 in both directions: less than
  /// 0.4 of white noise is left, and half of the height at the sides of a stroke is where it was.
  private static func blurred(_ image: [Double], width: Int) -> [Double] {
    var image = image
    for stride in [1, width] {
      image = image.indices.map { pixel in
        let (column, row) = (pixel % width, pixel / width)
        let hasBefore = stride == 1 ? column > 0 : row > 0
        let hasAfter = stride == 1 ? column < width - 1 : pixel + width < image.count
        let sides = (hasBefore ? image[pixel - stride] : 0) + (hasAfter ? image[pixel + stride] : 0)
        return image[pixel] / 2 + sides / 4
      }
    }
    return image
  }
}
