import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

/// The measures of filters, on shapes whose measures are known.
struct FilterShapeTests {
  private static let side = 28
  private static let strength: Float = 0.7

  /// A bar with soft edges, so wide and so long, turned by an angle, in noise of a standard deviation.
  private static func bar(
    width: Double, length: Double, angle: Double, noise: Float = 0, seed: UInt64 = 1
  ) -> [Float] {
    let grains = RandomStream(seed: seed, purpose: "grains").normal(count: side * side)
    return (0..<side * side).map { pixel in
      let (x, y) = (Double(pixel % side) - 13.3, Double(pixel / side) - 13.8)
      let (u, v) = (x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle))
      func cover(_ place: Double, _ size: Double) -> Double { min(max(size / 2 + 0.5 - abs(place), 0), 1) }
      return strength * Float(cover(u, width) * cover(v, length)) + noise * grains[pixel]
    }
  }

  private static func shape(_ weights: [Float]) -> FilterShape {
    FilterShape(of: weights, width: side, height: side)
  }

  private static func noise(seed: UInt64) -> [Float] {
    RandomStream(seed: seed, purpose: "noise").normal(count: side * side)
  }

  @Test(arguments: [2.0, 3, 4, 6], [0, 0.4, 0.9, 1.3, .pi / 2, 2.4])
  func aBarIsMeasured(width: Double, angle: Double) {
    let length = 14.0
    let shape = Self.shape(Self.bar(width: width, length: length, angle: angle))
    // A thin bar that lies between two rows of pixels is smeared over a third.
    #expect(abs(shape.strokeWidth - width) < (width < 3 ? 0.8 : 0.45))
    #expect(abs(shape.strokeLength / length - 1) < 0.16)
    #expect(abs(shape.area / (width * length) - 1) < 0.025)
    #expect(abs(shape.spread - ((width * width + length * length) / 12).squareRoot()) < 0.15)
    #expect(abs(shape.smoothness - 1 + (1 / width + 1 / length) / 2) < 0.1)
    #expect(abs(shape.elongation / (length / width) - 1) < (width < 3 ? 0.3 : 0.1))
    #expect((0.8...0.97).contains(shape.concentration))
    #expect((0.9...(width < 3 ? 1.8 : 1.2)).contains(shape.coverage * 784 / (width * length)))
  }

  /// What "thicker and wider" means: each measure of size grows with the stroke.
  @Test(arguments: [0, 0.6, 1.1])
  func aThickerAndLongerStrokeMeasuresMore(angle: Double) {
    let shapes = [(2.0, 6.0), (3, 9), (4.5, 13.5), (6, 18)].map {
      Self.shape(Self.bar(width: $0, length: $1, angle: angle))
    }
    for (small, large) in zip(shapes, shapes.dropFirst()) {
      #expect(small.spread < large.spread && small.area < large.area)
      #expect(small.strokeWidth < large.strokeWidth && small.strokeLength < large.strokeLength)
      #expect(small.smoothness < large.smoothness)
    }
  }

  /// Up to a third of its strength; the spread is then the image's, not the stroke's.
  @Test(arguments: [0.05, 0.1, 0.2] as [Float], 1...6 as ClosedRange<UInt64>)
  func noiseHardlyChangesTheSidesOfAStroke(noise: Float, seed: UInt64) {
    for width in [3.0, 5] {
      let clean = Self.shape(Self.bar(width: width, length: 12, angle: 0.7))
      let noisy = Self.shape(Self.bar(width: width, length: 12, angle: 0.7, noise: noise, seed: seed))
      #expect(abs(noisy.strokeWidth - clean.strokeWidth) < 0.6)
      #expect(abs(noisy.strokeLength - clean.strokeLength) < 1.8)
      #expect(noisy.spread > clean.spread + 0.3)
    }
  }

  @Test func whiteNoiseHasTheStatedMeasures() {
    for seed in 0..<30 as Range<UInt64> {
      let shape = Self.shape(Self.noise(seed: seed))
      #expect(abs(shape.norm - 28) < 2.5)
      #expect(abs(shape.spread - (2 * (28 * 28 - 1) / 12.0).squareRoot()) < 0.6)
      #expect(abs(shape.area / (784.0 / 3) - 1) < 0.16)
      #expect(abs(shape.smoothness) < 0.09)
      #expect((1.3...2.1).contains(shape.strokeWidth) && (1.6...2.7).contains(shape.strokeLength))
      #expect(shape.concentration < 0.25 && shape.coverage < 0.06)
    }
  }

  @Test func measuresDoNotDependOnSignScaleOrPlace() {
    let bar = Self.bar(width: 3, length: 8, angle: 0.5)
    let shape = Self.shape(bar)
    let scaled = Self.shape(bar.map { -4 * $0 })
    #expect(abs(scaled.norm - 4 * shape.norm) < 1e-5)
    let moved = Self.shape((0..<784).map { $0 % 28 < 2 || $0 < 3 * 28 ? 0 : bar[$0 - 3 * 28 - 2] })
    for other in [scaled, moved] {
      for measure in [
        \FilterShape.spread, \.area, \.strokeWidth, \.strokeLength, \.smoothness, \.concentration,
        \.elongation,
        \.coverage,
      ] {
        #expect(abs(other[keyPath: measure] - shape[keyPath: measure]) < 1e-5)
      }
    }
  }

  @Test func aFilterOfZerosAndOneOfASinglePixel() {
    let zero = FilterShape(of: [0, 0, 0, 0, 0, 0], width: 3, height: 2)
    #expect(zero.norm == 0 && zero.spread == 0 && zero.area == 0 && zero.strokeWidth == 0)
    #expect(zero.concentration == 0 && zero.elongation == 0 && zero.coverage == 0)
    let one = FilterShape(of: [0, 0, 0, 0, 2, 0], width: 3, height: 2)
    #expect(one.norm == 2 && one.spread == 0 && one.area == 1 && one.smoothness == 0)
    #expect(one.elongation == 1)
  }

  @Test func theAutocorrelationIsItsDefinition() {
    let (width, height) = (5, 4)
    let image = RandomStream(seed: 1, purpose: "image").normal(count: 20).map(Double.init)
    let correlation = Autocorrelation(of: image, width: width, height: height)
    for down in -4...4 {
      for right in -5...5 {
        var sum = 0.0
        for row in 0..<height where (0..<height).contains(row + down) {
          for column in 0..<width where (0..<width).contains(column + right) {
            sum += image[row * width + column] * image[(row + down) * width + column + right]
          }
        }
        #expect(abs(correlation[right, down] - sum) < 1e-12)
      }
    }
    #expect(
      abs(correlation.value(right: 1.25, down: 0) - 0.75 * correlation[1, 0] - 0.25 * correlation[2, 0])
        < 1e-12)
    #expect(
      abs(correlation.value(right: 0, down: -0.5) - (correlation[0, -1] + correlation[0, 0]) / 2) < 1e-12)
  }

  @Test func statisticsTakeAUnitFromEachColumn() {
    let bars = [2.0, 4].map { Self.bar(width: $0, length: 10, angle: 0.3) }
    let weight = Matrix(rows: 784, columns: 2, (0..<1568).map { bars[$0 % 2][$0 / 2] })
    let statistics = FilterStatistics(of: weight, width: 28, height: 28)
    #expect(statistics.filters == bars.map(Self.shape))
    #expect(statistics.quantiles(of: \.area).maximum == statistics.filters[1].area)
  }
}
