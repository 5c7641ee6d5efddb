import Testing

@testable import StrataAnalysis

/// Strokes are told from what is none, on filters that are drawn for the purpose.
struct FilterKindTests {
  /// The limits were chosen on other draws, and the one of coverage was lowered after a look at those of seed 2010:
  /// these are the ones that they are judged by.
  private static let heldOutSeed: UInt64 = 2011
  private static let count = 400

  private static func shapes(_ filter: SyntheticFilter) -> [FilterShape] {
    (0..<count).map {
      FilterShape(of: filter.weights(seed: heldOutSeed, number: $0), width: 28, height: 28)
    }
  }

  /// How many in a hundred are of a kind.
  private static func percentage(_ kind: FilterKind, of filter: SyntheticFilter) -> Double {
    100 * Double(shapes(filter).count { $0.kind == kind }) / Double(count)
  }

  @Test(arguments: SyntheticFilter.strokes) func strokesAreRecognised(filter: SyntheticFilter) {
    let found = Self.percentage(.stroke, of: filter)
    #expect(found >= 95, "\(filter): \(found) %")
  }

  @Test(arguments: SyntheticFilter.others) func hardlyAnythingElseIsTakenForAStroke(filter: SyntheticFilter) {
    let found = Self.percentage(.stroke, of: filter)
    #expect(found <= 5, "\(filter): \(found) %")
  }

  @Test(arguments: [SyntheticFilter.dot, .disc])
  func whatIsAsWideAsLongIsABlob(filter: SyntheticFilter) {
    let found = Self.percentage(.blob, of: filter)
    #expect(found >= 90, "\(filter): \(found) %")
  }

  @Test(arguments: [
    SyntheticFilter.whiteNoise, .nearZero, .smoothNoise, .mesh, .slope, .wholeDigit, .severalStrokes,
  ])
  func whatIsInNoSinglePlaceIsScattered(filter: SyntheticFilter) {
    let found = Self.percentage(.scattered, of: filter)
    #expect(found >= 90, "\(filter): \(found) %")
  }

  @Test func zerosAreNoStroke() {
    #expect(FilterShape(of: [Float](repeating: 0, count: 784), width: 28, height: 28).kind == .scattered)
  }
}
