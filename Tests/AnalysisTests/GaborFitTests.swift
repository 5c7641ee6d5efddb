import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

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

  @Test func parametersComeBackFromNoise() {
    for seed in 0..<60 as Range<UInt64> {
      let gabor = Self.random(seed: seed)
      let image = gabor.image(width: Self.side, height: Self.side)
      let energy = image.reduce(0) { $0 + $1 * $1 }
      // A twentieth of the energy is noise.
      let deviation = (0.05 * energy / Float(image.count)).squareRoot()
      let fit = Self.fit(zip(image, Self.noise(seed: seed)).map { $0 + deviation * $1 })
      #expect(fit.explained > 0.92)
      #expect(abs(fit.gabor.x - gabor.x) < 0.35 && abs(fit.gabor.y - gabor.y) < 0.35)
      // θ and θ + π are one direction.
      #expect(abs(sin(fit.gabor.orientation - gabor.orientation)) < 0.12)
      let found = fit.gabor.image(width: Self.side, height: Self.side)
      let difference = zip(found, image).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(difference < 0.012 * energy)
    }
  }

  /// Of a wave that repeats within its envelope, wavelength, widths and amplitude are told apart too.
  @Test func aWavesParametersComeBackExactly() {
    for seed in 0..<40 as Range<UInt64> {
      var gabor = Self.random(seed: seed)
      gabor.wavelength = 3 + gabor.wavelength / 8
      gabor.widthAcross += 0.8
      let found = Self.fit(gabor.image(width: Self.side, height: Self.side)).gabor
      #expect(abs(found.wavelength - gabor.wavelength) < 1e-3)
      #expect(abs(found.widthAcross - gabor.widthAcross) < 1e-3)
      #expect(abs(found.widthAlong - gabor.widthAlong) < 1e-3)
      #expect(abs(found.amplitude - gabor.amplitude) < 1e-3)
      #expect(abs(found.x - gabor.x) < 1e-3 && abs(found.y - gabor.y) < 1e-3)
      #expect(abs(sin(found.orientation - gabor.orientation)) < 1e-3)
      #expect(abs(sin((found.phase - gabor.phase) / 2)) < 1e-3)
    }
  }

  @Test func whiteNoiseIsNoEdge() {
    let fits = (0..<150 as Range<UInt64>).map { Self.fit(Self.noise(seed: $0)) }
    #expect(fits.allSatisfy { $0.explained < 0.3 && !$0.isLocalizedEdge })
    let quantiles = Quantiles(fits.map(\.explained))
    #expect(abs(quantiles.median - 0.13) < 0.015)
  }

  /// Smooth noise is Gabor-like by chance, more often the smoother; but few of it is local and oriented.
  @Test(arguments: [0.7, 1, 1.5, 2])
  func fewOfSmoothNoiseAreEdges(width: Double) {
    let fits = (0..<60 as Range<UInt64>).map { Self.fit(Self.smoothNoise(width, seed: $0)) }
    #expect(fits.count(where: \.isLocalizedEdge) <= 8)
  }

  @Test func edgesAndBarsAreEdgesAndBlobsAndGratingsAreNot() {
    func patch(_ body: (_ x: Double, _ y: Double) -> Double) -> [Float] {
      (0..<144).map { Float(body(Double($0 % 12) - 5.3, Double($0 / 12) - 5.8)) }
    }
    func envelope(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
      exp(-0.5 * (x * x / (a * a) + y * y / (b * b)))
    }
    for angle in [0, 0.5, 1.2, 2.6] {
      func turned(_ body: @escaping (Double, Double) -> Double) -> GaborFit {
        Self.fit(patch { body($0 * cos(angle) + $1 * sin(angle), $1 * cos(angle) - $0 * sin(angle)) })
      }
      // An edge, a bar, a wave; then a round blob, a ring around a blob, a grating over the whole patch.
      #expect(turned { $0 * envelope($0, $1, 1.6, 1.6) }.isLocalizedEdge)
      #expect(turned { envelope($0, $1, 1, 3) }.isLocalizedEdge)
      #expect(turned { cos(1.5 * $0) * envelope($0, $1, 1.8, 2.2) }.isLocalizedEdge)
      #expect(!turned { envelope($0, $1, 1.5, 1.5) }.isLocalizedEdge)
      #expect(!turned { envelope($0, $1, 1.2, 1.2) - 0.25 * envelope($0, $1, 2.4, 2.4) }.isLocalizedEdge)
      #expect(!turned { x, _ in cos(1.5 * x + 0.4) }.isLocalizedEdge)
    }
  }

  @Test func theFunctionIsItsDefinition() {
    let gabor = Gabor(
      x: 2, y: 3, orientation: .pi / 2, wavelength: 4, phase: 0.3, widthAcross: 1.5, widthAlong: 2.5,
      amplitude: 2)
    // Down is across the stripes.
    #expect(abs(gabor.value(x: 2, y: 4) - 2 * exp(-1 / 4.5) * cos(.pi / 2 + 0.3)) < 1e-12)
    #expect(abs(gabor.value(x: 3, y: 3) - 2 * exp(-1 / 12.5) * cos(0.3)) < 1e-12)
    let grid = GaborParameters(width: 5, height: 7)
    for seed in 0..<20 as Range<UInt64> {
      var gabor = Self.random(seed: seed)
      gabor.orientation += Double(seed % 5) * .pi
      let parameters = GaborParameters.parameters(of: gabor)
      var values = [Double](repeating: 0, count: 35)
      var jacobian = [Double](repeating: 0, count: 35 * 8)
      grid.evaluate(parameters, &values, &jacobian)
      let back = GaborParameters.gabor(parameters)
      #expect((0..<Double.pi).contains(back.orientation) && back.amplitude > 0)
      for pixel in 0..<35 {
        let (x, y) = (Double(pixel % 5), Double(pixel / 5))
        #expect(abs(values[pixel] - gabor.value(x: x, y: y)) < 1e-12)
        #expect(abs(values[pixel] - back.value(x: x, y: y)) < 1e-12)
      }
    }
  }

  @Test func nothingIsExplainedOfZeros() {
    let fit = Self.fit([Float](repeating: 0, count: 144))
    #expect(fit.explained == 0 && !fit.isLocalizedEdge)
  }

  /// White noise blurred by a Gaussian of a width in pixels.
  private static func smoothNoise(_ width: Double, seed: UInt64) -> [Float] {
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
