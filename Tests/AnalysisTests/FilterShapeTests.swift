import Foundation
import LinearAlgebra
import Testing

@testable import Analysis

/// The measures of filters, on shapes whose measures are known.
struct FilterShapeTests {
  private static let side = 28

  /// A bar with soft edges, so wide and so long, turned by an angle.
  private static func bar(width: Double, length: Double, angle: Double, noise: Float = 0, seed: UInt64 = 1)
    -> [Float]
  {
    let grains = RandomStream(seed: seed, purpose: "grains").normal(count: side * side)
    return (0..<side * side).map { pixel in
      let (x, y) = (Double(pixel % side) - 13.3, Double(pixel / side) - 13.8)
      let (u, v) = (x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle))
      func cover(_ place: Double, _ size: Double) -> Double { min(max(size / 2 + 0.5 - abs(place), 0), 1) }
      return Float(0.7 * cover(u, width) * cover(v, length)) + noise * grains[pixel]
    }
  }

  private static func shape(_ weights: [Float]) -> FilterShape {
    FilterShape(of: weights, width: side, height: side)
  }

  @Test(arguments: [2.0, 3, 4, 6], [0.0, 0.4, 0.9, 1.3, 2.4])
  func aBarIsMeasured(width: Double, angle: Double) {
    let shape = Self.shape(Self.bar(width: width, length: 14, angle: angle))
    print(width, angle, shape)
  }

  @Test func noise() {
    let shapes = (0..<30 as Range<UInt64>).map {
      Self.shape(RandomStream(seed: $0, purpose: "n").normal(count: 784))
    }
    for k in [\FilterShape.norm, \.spread, \.area, \.strokeWidth, \.strokeLength, \.smoothness] {
      print(Quantiles(shapes.map { $0[keyPath: k] }))
    }
    for noise in [0, 0.05, 0.1, 0.15, 0.2, 0.3] as [Float] {
      print(noise, Self.shape(Self.bar(width: 3, length: 12, angle: 0.7, noise: noise)))
    }
  }
}
