/// Where a filter is strongest: of the regions that stand out, pixels of one sign that touch by their sides
/// (a connected component, Rosenfeld and Pfaltz 1966), the one with most energy.
struct StrongestRegion {
  /// The pixels, as places in the image.
  let pixels: [Int]
  /// Σ w² over them.
  let energy: Double
  private let sign: Double

  /// The region of an image that is 0 where nothing stands out; nil where nothing does at all.
  init?(in image: [Double], width: Int) {
    var isSeen = image.map { $0 == 0 }
    var best: (pixels: [Int], energy: Double) = ([], 0)
    for start in image.indices where !isSeen[start] {
      isSeen[start] = true
      var region = [start]
      var energy = 0.0
      var next = 0
      while next < region.count {
        let pixel = region[next]
        next += 1
        energy += image[pixel] * image[pixel]
        let column = pixel % width
        for (neighbour, isThere) in [
          (pixel - 1, column > 0), (pixel + 1, column < width - 1),
          (pixel - width, pixel >= width), (pixel + width, pixel + width < image.count),
        ] where isThere && !isSeen[neighbour] && image[neighbour].sign == image[start].sign {
          isSeen[neighbour] = true
          region.append(neighbour)
        }
      }
      if energy > best.energy { best = (region, energy) }
    }
    guard let first = best.pixels.first else { return nil }
    (pixels, energy) = best
    sign = image[first] > 0 ? 1 : -1
  }

  /// How many times as long as it is wide: √(λ₁ / λ₂) of the covariance of its pixels' positions, each
  /// weighted by the filter's own strength there, not the blurred one, which is rounder (image moments, Hu
  /// 1962). A pixel is a square, not a point, so 1/12 is added to both variances.
  func elongation(in filter: [Double], width: Int) -> Double {
    var (mass, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for pixel in pixels {
      let strength = max(0, sign * filter[pixel])
      let (column, row) = (Double(pixel % width), Double(pixel / width))
      mass += strength
      x += strength * column
      y += strength * row
      xx += strength * column * column
      xy += strength * column * row
      yy += strength * row * row
    }
    guard mass > 0 else { return 1 }
    let a = xx / mass - x * x / (mass * mass) + 1 / 12
    let b = xy / mass - x * y / (mass * mass)
    let c = yy / mass - y * y / (mass * mass) + 1 / 12
    // The eigenvalues of [a b; b c].
    let (middle, half) = ((a + c) / 2, ((a - c) * (a - c) / 4 + b * b).squareRoot())
    return ((middle + half) / (middle - half)).squareRoot()
  }
}
