/// How the pixels along one side of an image are made from those of another length.
///
/// All numbers are whole, so that a mean is exact until it is rounded.
struct Resampling {
  /// For each new pixel the first old one that counts, and what that and the following ones weigh.
  let shares: [(first: Int, weights: [Int])]
  /// What the weights of each come to.
  let total: Int

  /// A side that becomes shorter: each new pixel is the mean of the stretch that it covers, pixels that are partly
  /// in it by their part (a box filter). One that becomes longer: between the centres of the two old pixels next to
  /// it (linear interpolation), at the ends the last one.
  init(from old: Int, to new: Int) {
    if new <= old {
      total = old
      shares = (0..<new).map { pixel in
        let stretch = pixel * old..<(pixel + 1) * old
        let (first, last) = (stretch.lowerBound / new, (stretch.upperBound - 1) / new)
        let weights = (first...last).map { place in
          min(stretch.upperBound, (place + 1) * new) - max(stretch.lowerBound, place * new)
        }
        return (first, weights)
      }
    } else {
      total = 2 * new
      shares = (0..<new).map { pixel in
        // Twice `new` times the place of the centre, counted from the centre of the first pixel.
        let centre = min(max((2 * pixel + 1) * old - new, 0), 2 * new * (old - 1))
        let (first, beyond) = centre.quotientAndRemainder(dividingBy: 2 * new)
        return (first, beyond == 0 ? [2 * new] : [2 * new - beyond, beyond])
      }
    }
  }
}

extension Picture {
  /// The picture in another size, each side stretched by itself; shades are rounded to the nearest.
  ///
  /// - Parameters: both at least 1.
  /// - Returns: `height × width` shades.
  func resampled(height newHeight: Int, width newWidth: Int) -> [UInt8] {
    guard newHeight != height || newWidth != width else { return pixels }
    let (rows, columns) = (Resampling(from: height, to: newHeight), Resampling(from: width, to: newWidth))
    let total = rows.total * columns.total
    var sums = [Int](repeating: 0, count: width)
    return [UInt8](unsafeUninitializedCapacity: newHeight * newWidth) { result, count in
      pixels.withUnsafeBufferPointer { pixels in
        sums.withUnsafeMutableBufferPointer { sums in
          for (row, share) in rows.shares.enumerated() {
            sums.update(repeating: 0)
            for (place, weight) in share.weights.enumerated() {
              let old = UnsafeBufferPointer(
                rebasing: pixels[(share.first + place) * width..<(share.first + place + 1) * width])
              for column in 0..<width { sums[column] &+= weight &* Int(old[column]) }
            }
            for (column, share) in columns.shares.enumerated() {
              var sum = total / 2
              for (place, weight) in share.weights.enumerated() { sum += weight * sums[share.first + place] }
              result[row * newWidth + column] = UInt8(sum / total)
            }
          }
        }
      }
      count = newHeight * newWidth
    }
  }
}
