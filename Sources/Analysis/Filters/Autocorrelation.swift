internal import Foundation

/// Σ over p of w(p) · w(p + r) for every shift r of an image against itself.
struct Autocorrelation {
  private let width: Int
  private let height: Int
  /// One for each shift, from −(size − 1) to size − 1 in both directions, row after row.
  private let sums: [Double]

  init(of image: [Double], width: Int, height: Int) {
    let stride = 2 * width - 1
    var sums = [Double](repeating: 0, count: stride * (2 * height - 1))
    image.withUnsafeBufferPointer { image in
      for down in 0..<height {
        for right in (1 - width)..<width where down > 0 || right >= 0 {
          var sum = 0.0
          for row in 0..<height - down {
            let (from, to) = (row * width, (row + down) * width + right)
            for column in max(0, -right)..<min(width, width - right) {
              sum += image[from + column] * image[to + column]
            }
          }
          // It is the same for r and −r.
          sums[(height - 1 + down) * stride + width - 1 + right] = sum
          sums[(height - 1 - down) * stride + width - 1 - right] = sum
        }
      }
    }
    self.width = width
    self.height = height
    self.sums = sums
  }

  /// The sum for a shift to the right and down; 0 where nothing overlaps.
  subscript(right: Int, down: Int) -> Double {
    guard abs(right) < width && abs(down) < height else { return 0 }
    return sums[(height - 1 + down) * (2 * width - 1) + width - 1 + right]
  }

  /// The sum for a shift by a part of a pixel, bilinear between its neighbours.
  func value(right: Double, down: Double) -> Double {
    let (x, y) = (Int(right.rounded(.down)), Int(down.rounded(.down)))
    let (a, b) = (right - Double(x), down - Double(y))
    return (1 - b) * ((1 - a) * self[x, y] + a * self[x + 1, y])
      + b * ((1 - a) * self[x, y + 1] + a * self[x + 1, y + 1])
  }

  /// Twice the distance at which it first falls to half of its maximum, for directions 3° apart.
  func widthsAtHalfMaximum(directions: Int = 60) -> [Double] {
    (0..<directions).map { number in
      let angle = Double(number) * .pi / Double(directions)
      let (right, down) = (cos(angle), sin(angle))
      let (half, step) = (self[0, 0] / 2, 0.25)
      var before = self[0, 0]
      var distance = 0.0
      while true {
        let next = value(right: (distance + step) * right, down: (distance + step) * down)
        if next <= half { return 2 * (distance + step * (before - half) / (before - next)) }
        distance += step
        before = next
      }
    }
  }
}
