import StrataFiles
import Testing

/// The edit distance that finds the nearest key.
struct DistanceTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "abc", 3), ("seed", "seed", 0), ("sead", "seed", 1),
    ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("saturday", "sunday", 3), ("é", "e", 1),
  ])
  func isThatOfTheLiterature(left: String, right: String, distance: Int) {
    #expect(left.distance(to: right) == distance)
    #expect(right.distance(to: left) == distance)
  }
}
