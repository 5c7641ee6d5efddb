import StrataDrawings
import Testing

@testable import StrataReports

struct WrappingTests {
  @Test(arguments: [
    ("an error of 25 %", 14, ["an error of", "25 %"]), ("units of 3 × 1000", 14, ["units of", "3 × 1000"]),
    ("one two three", 7, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("", 5, [""]),
  ])
  func linesBreakAtSpacesButNotWithinAMeasure(text: String, width: Int, lines: [String]) {
    #expect(text.wrapped(to: width) == lines)
  }

  @Test func aPageDoesNotBreakAMeasureEither() {
    #expect("5 % of 3 × 10".withUnitsKept == "5\u{A0}% of 3\u{A0}×\u{A0}10")
  }
}
