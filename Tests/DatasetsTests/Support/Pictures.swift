import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

/// What the fixtures of pictures are to be read as.
struct ExpectedPicture: Decodable {
  let width: Int
  let height: Int
  let colour: Bool
  let greys: [UInt8]

  static let folder = Bundle.module.bundleURL.appending(path: "Fixtures/Pictures")

  static let all: [String: ExpectedPicture] = {
    guard let json = try? Data(contentsOf: folder.appending(path: "expected.json")) else { return [:] }
    return (try? JSONDecoder().decode([String: ExpectedPicture].self, from: json)) ?? [:]
  }()

  /// The bytes of a fixture.
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }
}

extension Picture {
  /// Every pixel another shade.
  var inverted: Picture { Picture(width: width, height: height, pixels: pixels.map { 255 - $0 }) }

  /// Each pixel as a square of so many.
  func enlarged(by factor: Int) -> Picture {
    Picture(
      width: width * factor, height: height * factor,
      pixels: (0..<height * factor).flatMap { row in
        (0..<width * factor).map { pixels[row / factor * width + $0 / factor] }
      })
  }

  /// On a larger canvas of one shade.
  func placed(top: Int, left: Int, height newHeight: Int, width newWidth: Int, on shade: UInt8 = 0) -> Picture
  {
    var canvas = [UInt8](repeating: shade, count: newHeight * newWidth)
    for row in 0..<height {
      for column in 0..<width {
        canvas[(top + row) * newWidth + left + column] = pixels[row * width + column]
      }
    }
    return Picture(width: newWidth, height: newHeight, pixels: canvas)
  }

  /// A few lines and dots, bright on 0, that fill about half of a canvas.
  static func scribble(seed: UInt64, side: Int = 40) -> Picture {
    var random = RandomNumbers(seed: seed)
    var pixels = [UInt8](repeating: 0, count: side * side)
    func next(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
    for _ in 0..<4 {
      var (row, column) = (next(side / 4..<3 * side / 4), next(side / 4..<3 * side / 4))
      let (down, right) = (next(-1..<2), next(-1..<2))
      for _ in 0..<side / 4 {
        pixels[row * side + column] = 255
        pixels[row * side + column + 1] = UInt8(next(100..<256))
        row = min(max(row + down, side / 4), 3 * side / 4)
        column = min(max(column + right, side / 4), 3 * side / 4)
      }
    }
    return Picture(width: side, height: side, pixels: pixels)
  }

  /// Shades without any order.
  static func noise(seed: UInt64, height: Int, width: Int) -> Picture {
    var random = RandomNumbers(seed: seed)
    return Picture(
      width: width, height: height,
      pixels: (0..<height * width).map { _ in UInt8.random(in: 0...255, using: &random) })
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): numbers that are the same on every machine.
struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

/// The mean absolute difference of shades.
func meanDifference(_ a: [UInt8], _ b: [UInt8]) -> Double {
  Double(zip(a, b).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(a.count)
}
