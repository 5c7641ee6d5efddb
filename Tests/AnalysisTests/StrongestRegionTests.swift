import Testing

@testable import StrataAnalysis

/// The region of a filter where it is strongest, on images that can be counted by hand.
struct StrongestRegionTests {
  /// Weights 1, 2, 3 and so on are digits, their negatives letters from `a` on; a dot is 0.
  private static func image(_ rows: String...) -> [Double] {
    rows.joined().map { character in
      if let digit = character.wholeNumberValue { return Double(digit) }
      return character == "." ? 0 : 96 - Double(character.asciiValue ?? 96)
    }
  }

  private static func region(_ image: [Double], width: Int) -> StrongestRegion? {
    StrongestRegion(in: image, width: width)
  }

  @Test func regionsTouchByTheirSidesAndHaveOneSign() throws {
    let image = Self.image(
      "22..",
      "2b.3",
      "..3.",
      "1..3")
    let region = try #require(Self.region(image, width: 4))
    #expect(region.pixels.sorted() == [0, 1, 4])
    #expect(region.energy == 12)
  }

  @Test func theEndOfARowDoesNotTouchTheBeginningOfTheNext() throws {
    let image = Self.image(
      "..2",
      "2..",
      "cc.")
    let region = try #require(Self.region(image, width: 3))
    #expect(region.pixels.sorted() == [6, 7])
    #expect(region.energy == 18)
  }

  @Test func nothingStandsOutOfZeros() {
    #expect(Self.region([0, 0, 0, 0], width: 2) == nil)
  }

  /// A pixel is a square: a row of n pixels is n times as long as wide.
  @Test func aRectangleIsAsElongatedAsItsSidesSay() throws {
    for rows in [["....", "1111", "...."], ["cc", "cc", "cc", "cc", "cc", "cc", "cc", "cc"]] {
      let image = rows.map { Self.image($0) }.flatMap(\.self)
      let region = try #require(Self.region(image, width: rows[0].count))
      #expect(abs(region.elongation(in: image, width: rows[0].count) - 4) < 1e-9)
    }
  }

  /// The covariance has no favourite direction.
  @Test func aDiagonalIsElongated() throws {
    let image = Self.image(
      "11...",
      "111..",
      ".111.",
      "..111",
      "...11")
    let region = try #require(Self.region(image, width: 5))
    let mirrored = (0..<5).flatMap { row in image[row * 5..<row * 5 + 5].reversed() }
    let other = try #require(Self.region(mirrored, width: 5))
    #expect(region.elongation(in: image, width: 5) > 2)
    #expect(abs(region.elongation(in: image, width: 5) - other.elongation(in: mirrored, width: 5)) < 1e-9)
  }
}
