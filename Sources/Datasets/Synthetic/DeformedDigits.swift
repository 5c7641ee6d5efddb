internal import Foundation
internal import StrataFiles
package import StrataLinearAlgebra

/// Any number of images out of some: each is one of them, a little turned, scaled, moved and stretched elastically, as the
/// 8-million set of MNIST was made (Loosli, Canu and Bottou, "Training Invariant Support Vector Machines using Selective
/// Sampling", 2007; elastic deformations: Simard, Steinkraus and Platt 2003).
///
/// Image i is made of original i modulo their number, and is a function of the seed and i: more images begin with the same
/// ones. The first of each original is the original itself.
package struct DeformedDigits: Sendable {
  private let originals: ByteMatrix
  private let side: Int
  private let seed: UInt64
  private let splines: [Spline]

  /// Standard deviations of the deformations.
  private static let turn: Float = 0.09
  private static let stretch: Float = 0.05
  private static let move: Float = 0.7
  /// Of the knots of the elastic one, in pixels of an image of 28.
  private static let elastic: Float = 1.1
  /// Knots of the elastic deformation along a side.
  private static let knots = 8
  private static let draws = 5 + 2 * knots * knots

  /// - Parameter originals: square images, row after row.
  package init(_ originals: ByteMatrix, side: Int, seed: UInt64) {
    precondition(originals.columns == side * side, "\(originals.columns) pixels for a side of \(side)")
    (self.originals, self.side, self.seed) = (originals, side, seed)
    splines = (0..<side).map { Spline(at: Float($0) / Float(max(side - 1, 1)), knots: Self.knots) }
  }

  /// The weights of four neighbouring knots at a place along a side: a uniform cubic B-spline.
  private struct Spline {
    let first: Int
    let weights: (Float, Float, Float, Float)

    init(at share: Float, knots: Int) {
      let place = share * Float(knots - 3)
      first = min(Int(place), knots - 4)
      let t = place - Float(first)
      let s = 1 - t
      weights = (
        s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6
      )
    }
  }

  /// Some of the images, one behind the other.
  package func images(_ range: Range<Int>) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(range.count * side * side)
    let stream = RandomStream(seed: seed, purpose: "deformation")
    for index in range { append(index, stream, to: &all) }
    return all
  }

  private func append(_ index: Int, _ stream: RandomStream, to all: inout [UInt8]) {
    let size = side * side
    let start = originals.bytes.startIndex + index % originals.rows * size
    let original = originals.bytes[start..<start + size]
    guard index >= originals.rows else {
      all += original
      return
    }
    // Examples of a stream are numbered to 2³¹, epochs beyond.
    let (epoch, example) = (index >> 31, index & (1 << 31 - 1))
    let draws = stream.at(epoch: epoch).normal(count: Self.draws, example: example)
    let scale = Float(side) / 28
    let (sine, cosine) = (sin(Self.turn * draws[0]), cos(Self.turn * draws[0]))
    let (tall, wide) = (1 + Self.stretch * draws[1], 1 + Self.stretch * draws[2])
    let (down, right) = (scale * Self.move * draws[3], scale * Self.move * draws[4])
    let middle = Float(side - 1) / 2
    original.withUnsafeBufferPointer { pixels in
      for row in 0..<side {
        let blended = blended(draws, splines[row])
        let y = Float(row) - middle
        for column in 0..<side {
          let spline = splines[column]
          let x = Float(column) - middle
          func elastic(_ axis: Int) -> Float {
            let base = axis * Self.knots + spline.first
            return scale * Self.elastic
              * (spline.weights.0 * blended[base] + spline.weights.1 * blended[base + 1]
                + spline.weights.2 * blended[base + 2] + spline.weights.3 * blended[base + 3])
          }
          // Where the pixel comes from.
          let fromRow = middle + down + tall * (cosine * y + sine * x) + elastic(0)
          let fromColumn = middle + right + wide * (cosine * x - sine * y) + elastic(1)
          all.append(sample(pixels, fromRow, fromColumn))
        }
      }
    }
  }

  /// The knots of both axes at a row.
  private func blended(_ draws: [Float], _ spline: Spline) -> [Float] {
    (0..<2 * Self.knots).map { place in
      let (axis, knot) = (place / Self.knots, place % Self.knots)
      let base = 5 + axis * Self.knots * Self.knots + spline.first * Self.knots + knot
      return spline.weights.0 * draws[base] + spline.weights.1 * draws[base + Self.knots]
        + spline.weights.2 * draws[base + 2 * Self.knots] + spline.weights.3 * draws[base + 3 * Self.knots]
    }
  }

  /// Between four pixels, bilinearly; outside is 0.
  private func sample(_ pixels: UnsafeBufferPointer<UInt8>, _ row: Float, _ column: Float) -> UInt8 {
    let (top, left) = (row.rounded(.down), column.rounded(.down))
    let (below, beside) = (row - top, column - left)
    let (y, x) = (Int(top), Int(left))
    func value(_ y: Int, _ x: Int) -> Float {
      y >= 0 && y < side && x >= 0 && x < side ? Float(pixels[y * side + x]) : 0
    }
    let upper = value(y, x) * (1 - beside) + value(y, x + 1) * beside
    let lower = value(y + 1, x) * (1 - beside) + value(y + 1, x + 1) * beside
    return UInt8(min(255, max(0, (upper * (1 - below) + lower * below).rounded())))
  }
}
