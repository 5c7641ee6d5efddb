import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

/// Patches come from where they should, and are normalized as they say.
struct PatchTests {
  private static let images = DeadLeaves(side: 96).images(count: 6, seed: 3)

  /// An image in which every pixel says which image, row and column it is.
  private static func numbered(_ number: Int, width: Int, height: Int) -> GreyImage {
    let numbers = (0..<width * height).map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: width)
      return number * 10_000 + row * 100 + column
    }
    return GreyImage(width: width, height: height, pixels: numbers.map { Float($0) })
  }

  /// What is no number is named before anything is computed of it.
  @Test(
    arguments: [.standardized(limit: 3), .whitened(regularization: 0.1)] as [PatchNormalization.Method],
    [Float.nan, .infinity])
  func patchesOfWhatIsNoNumberAreRefused(method: PatchNormalization.Method, value: Float) {
    let patches = Matrix(rows: 2, columns: 4, [1, 2, 3, value, 1, 2, 3, 4])
    let error = #expect(throws: InputError.self) { try PatchNormalization(method, of: patches) }
    #expect(error?.expected == "finite numbers" && error?.found.contains("in row 0, column 3") == true)
  }

  @Test func everyPlaceOfEveryImageIsEquallyLikely() throws {
    // 12 places in the first, 1 in the second, none in the third, 3 in the last.
    let images = [(6, 5), (3, 3), (2, 9), (3, 5)].enumerated().map {
      Self.numbered($0, width: $1.0, height: $1.1)
    }
    let patches = try PatchSampler(side: 3).patches(count: 8000, from: images, seed: 2)
    #expect(patches.shape == Shape(rows: 8000, columns: 9))
    var counts: [Float: Int] = [:]
    for row in 0..<patches.rows {
      let patch = Array(patches.row(row))
      // Rows of the patch are rows of the image.
      #expect(patch == [0, 1, 2, 100, 101, 102, 200, 201, 202].map { patch[0] + $0 })
      counts[patch[0], default: 0] += 1
    }
    #expect(counts.count == 16)
    // 500 each, five standard deviations of 21.7.
    #expect(counts.values.allSatisfy { abs($0 - 500) < 109 })
    #expect(try patches == PatchSampler(side: 3).patches(count: 8000, from: images, seed: 2))
    #expect(try patches != PatchSampler(side: 3).patches(count: 8000, from: images, seed: 3))
  }

  @Test func imagesTooSmallAreRefused() {
    for images in [[], [Self.numbered(0, width: 11, height: 40)]] {
      #expect(throws: InputError.self) { try PatchSampler().patches(count: 1, from: images, seed: 1) }
    }
  }

  @Test func standardizedPatchesHaveNoMeanAndOneDeviation() throws {
    let raw = try PatchSampler().patches(count: 3000, from: Self.images, seed: 1)
    let normalization = try PatchNormalization(.standardized(limit: 3), of: raw)
    let patches = normalization.normalized(raw)
    #expect(normalization.whitening == nil)
    let largest = patches.elements.map(abs).max() ?? 0
    #expect(largest == 3)
    // Before the cut, by the definition.
    var squares = 0.0
    for row in 0..<raw.rows {
      let mean = raw.row(row).reduce(0, +) / 144
      for (column, value) in raw.row(row).enumerated() {
        squares += Double((value - mean) * (value - mean))
        let expected = min(max((value - mean) / normalization.standardDeviation, -3), 3)
        #expect(abs(patches[row, column] - expected) < 1e-4)
      }
    }
    #expect(
      abs((squares / Double(raw.count)).squareRoot() / Double(normalization.standardDeviation) - 1) < 1e-4)
  }

  /// Without regularization the covariance is the identity but for the constant direction.
  @Test func whitenedPatchesAreUncorrelated() throws {
    let raw = try PatchSampler(side: 6).patches(count: 4000, from: Self.images, seed: 1)
    let normalization = try PatchNormalization(.whitened(regularization: 0), of: raw)
    let whitening = try #require(normalization.whitening)
    #expect(whitening.shape == Shape(rows: 36, columns: 36))
    // What is not cut off.
    let patches = PatchNormalizationReference.whitened(raw, by: whitening)
    for i in 0..<36 {
      for j in 0..<36 {
        var sum = 0.0
        for row in 0..<patches.rows { sum += Double(patches[row, i]) * Double(patches[row, j]) }
        // The projection away from the constant patch.
        let expected = (i == j ? 1 : 0) - 1.0 / 36
        #expect(abs(sum / 4000 - expected) < 2e-3)
      }
    }
  }

  /// Other patches are treated by what the first ones gave.
  @Test func aNormalizationIsKept() throws {
    let raw = try PatchSampler(side: 6).patches(count: 500, from: Self.images, seed: 1)
    let others = try PatchSampler(side: 6).patches(count: 40, from: Self.images, seed: 2)
    for method in [.whitened(regularization: 0.1), .standardized(limit: 3)] as [PatchNormalization.Method] {
      let normalization = try PatchNormalization(method, of: raw)
      let together = normalization.normalized(others)
      for row in 0..<others.rows {
        let alone = normalization.normalized(others.matrix(rows: row..<row + 1))
        #expect(zip(alone.elements, together.row(row)).allSatisfy { abs($0 - $1) < 1e-4 })
      }
    }
  }

  @Test func flatPatchesAreRefused() {
    #expect(throws: InputError.self) {
      try PatchNormalization(.standardized(limit: 3), of: Matrix(rows: 4, columns: 9, repeating: 0.5))
    }
  }
}

/// The product written out.
private enum PatchNormalizationReference {
  static func whitened(_ patches: Matrix, by whitening: Matrix) -> Matrix {
    var result = Matrix(rows: patches.rows, columns: patches.columns)
    for row in 0..<patches.rows {
      let mean = patches.row(row).reduce(0, +) / Float(patches.columns)
      let centred = patches.row(row).map { $0 - mean }
      for column in 0..<patches.columns {
        var sum: Float = 0
        for (k, value) in centred.enumerated() { sum += value * whitening[k, column] }
        result[row, column] = sum
      }
    }
    return result
  }
}
