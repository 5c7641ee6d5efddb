import Foundation
import LinearAlgebra
import Testing

@testable import Analysis

/// Gabor fits: the parameters come back, noise is not taken for an edge, and the derivatives are right.
struct GaborFitTests {
  private static let side = 12

  /// A Gabor function that a patch can show whole.
  private static func random(seed: UInt64) -> Gabor {
    let draws = RandomStream(seed: seed, purpose: "gabor").uniform(count: 8).map(Double.init)
    return Gabor(
      x: 4 + 4 * draws[0], y: 4 + 4 * draws[1], orientation: .pi * draws[2], wavelength: 3 + 5 * draws[3],
      phase: .pi * (2 * draws[4] - 1), widthAcross: 1.2 + draws[5], widthAlong: 1.5 + 1.5 * draws[6],
      amplitude: 0.5 + draws[7])
  }

  private static func noise(seed: UInt64) -> [Float] {
    RandomStream(seed: seed, purpose: "noise").normal(count: side * side)
  }

  private static func fit(_ patch: [Float]) -> GaborFit { GaborFit(of: patch, width: side, height: side) }

  @Test func aPureGaborIsExplainedWhole() {
    for seed in 0..<40 as Range<UInt64> {
      let fit = Self.fit(Self.random(seed: seed).image(width: Self.side, height: Self.side))
      #expect(fit.explained > 1 - 1e-6, "\(Self.random(seed: seed)): \(fit)")
    }
  }

  @Test func whiteNoiseScoresLow() {
    let scores = (0..<400 as Range<UInt64>).map { Self.fit(Self.noise(seed: $0)).explained }
    print(Quantiles(scores), scores.sorted().suffix(5))
    for sigma in [0.5, 0.7, 1, 1.5, 2] {
      let fits = (0..<200 as Range<UInt64>).map { Self.fit(Self.smoothNoise(sigma, seed: $0)) }
      print(sigma, Quantiles(fits.map(\.explained)))
      for t in [0.4, 0.5, 0.6, 0.7] {
        print(
          "  ", t, fits.count { $0.explained >= t },
          fits.count { $0.explained >= t && $0.orientedness >= 0.4 && $0.coverage < 1.0 / 3 })
      }
    }
  }

  /// White noise blurred by a Gaussian of a width in pixels.
  static func smoothNoise(_ width: Double, seed: UInt64) -> [Float] {
    let reach = 6
    let kernel = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (width * width)) }
    let big = side + 2 * reach
    var image = RandomStream(seed: seed, purpose: "smooth").normal(count: big * big).map(Double.init)
    for stride in [1, big] {
      var blurred = image
      for pixel in 0..<image.count {
        var sum = 0.0
        for (number, weight) in kernel.enumerated() {
          let other = pixel + (number - reach) * stride
          if image.indices.contains(other) { sum += weight * image[other] }
        }
        blurred[pixel] = sum
      }
      image = blurred
    }
    return (0..<side * side).map { Float(image[($0 / side + reach) * big + $0 % side + reach]) }
  }

  @Test func derivativesAgreeWithCentralDifferences() {
    let grid = GaborParameters(width: 7, height: 9)
    for seed in 0..<20 as Range<UInt64> {
      let parameters = GaborParameters.parameters(of: Self.random(seed: seed))
      var values = [Double](repeating: 0, count: 63)
      var jacobian = [Double](repeating: 0, count: 63 * 8)
      var unused = jacobian
      grid.evaluate(parameters, &values, &jacobian)
      for i in parameters.indices {
        var (low, high) = (values, values)
        var moved = parameters
        moved[i] -= 1e-5
        grid.evaluate(moved, &low, &unused)
        moved[i] += 2e-5
        grid.evaluate(moved, &high, &unused)
        for pixel in values.indices {
          #expect(abs((high[pixel] - low[pixel]) / 2e-5 - jacobian[pixel * 8 + i]) < 1e-6)
        }
      }
    }
  }
}
