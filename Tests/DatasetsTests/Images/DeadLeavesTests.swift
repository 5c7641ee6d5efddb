import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

/// Dead leaves have the statistics that they are drawn for.
struct DeadLeavesTests {
  private static let images = DeadLeaves(side: 128).images(count: 8, seed: 1)

  @Test func anImageIsAPureFunctionOfItsSeedAndNumber() {
    let leaves = DeadLeaves(side: 24, radii: 1...12)
    let images = leaves.images(count: 3, seed: 5)
    #expect(images == leaves.images(count: 3, seed: 5))
    #expect(Array(images[..<2]) == leaves.images(count: 2, seed: 5))
    #expect(images[0] != images[1])
    #expect(images[0] != leaves.images(count: 1, seed: 6)[0])
  }

  @Test func everyPixelIsCoveredAndShadesAreUniform() {
    let pixels = Self.images.flatMap(\.pixels)
    #expect(pixels.allSatisfy { 0 <= $0 && $0 <= 1 })
    let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(pixels.count)
    #expect(abs(mean - 0.5) < 0.06)
  }

  /// The power at frequency f is ∝ f^−α with α about 2 (Lee et al. 2001): fitted over three octaves.
  @Test func powerFallsAsTheSquareOfTheFrequency() {
    let spectra = Self.images.map(Spectrum.init)
    var (x, y): ([Double], [Double]) = ([], [])
    for radius in [3, 4, 6, 8, 12, 16, 24] {
      let directions = (0..<24).map { Double($0) * .pi / 24 }
      let power = spectra.reduce(0) { sum, spectrum in
        directions.reduce(sum) {
          $0
            + spectrum.power(
              right: Int((Double(radius) * cos($1)).rounded()),
              down: Int((Double(radius) * sin($1)).rounded()))
        }
      }
      x.append(log(Double(radius)))
      y.append(log(power))
    }
    let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let slope =
      zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    #expect(abs(slope + 2) < 0.35)
  }

  /// Differences of neighbours are mostly small and sometimes large, as no Gaussian's are.
  @Test func contrastsHaveHeavyTails() {
    var (second, fourth, count) = (0.0, 0.0, 0.0)
    for image in Self.images {
      for row in 0..<image.height {
        for column in 1..<image.width {
          let at = row * image.width + column
          let difference = Double(image.pixels[at] - image.pixels[at - 1])
          second += difference * difference
          fourth += pow(difference, 4)
          count += 1
        }
      }
    }
    let kurtosis = fourth * count / (second * second)
    #expect(kurtosis > 8)
  }
}

/// The power spectrum of a square image under a Hann window.
private struct Spectrum {
  private let windowed: [Double]
  private let side: Int
  private let cosines: [Double]
  private let sines: [Double]

  init(_ image: GreyImage) {
    side = image.width
    let angles = (0..<image.width).map { 2 * .pi * Double($0) / Double(image.width) }
    cosines = angles.map { cos($0) }
    sines = angles.map { sin($0) }
    windowed = image.pixels.enumerated().map { pixel, shade in
      let (column, row) = (pixel % image.width, pixel / image.width)
      return (1 - cos(angles[column])) * (1 - cos(angles[row])) * (Double(shade) - 0.5)
    }
  }

  /// |Σ pixel · e^(2πi (right·x + down·y) / side)|².
  func power(right: Int, down: Int) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for row in 0..<side {
      var phase = ((down * row) % side + side) % side
      let step = (right % side + side) % side
      for column in 0..<side {
        let value = windowed[row * side + column]
        real += value * cosines[phase]
        imaginary += value * sines[phase]
        phase += step
        if phase >= side { phase -= side }
      }
    }
    return real * real + imaginary * imaginary
  }
}
