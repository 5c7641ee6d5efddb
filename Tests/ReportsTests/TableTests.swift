import StrataDrawings
import StrataReports
import Testing

@Suite struct TableTests {
  @Test func headingsOfSeveralLinesStandOnTheRule() {
    let table = Table([.words("Model"), .number("Error\n%")], rows: [["a", "7.44"], ["b", "12.00"]])
    #expect(
      table.text() == """
               Error
        Model      %
        ─────  ─────
        a       7.44
        b      12.00

        """)
  }

  @Test func wordsGiveWayToNumbers() {
    let table = Table(
      [.words("Name"), .number("Count"), .words("Remark")],
      rows: [["a name of three by 3 × 1000", "1,000,000", "short"]])
    #expect(
      table.text(width: 34) == """
        Name                 Count  Remark
        ───────────────  ─────────  ──────
        a name of three  1,000,000  short
        by 3 × 1000

        """)
  }

  @Test func wordTooLongForALineIsBroken() {
    let table = Table([.words("Name"), .number("n")], rows: [[String(repeating: "x", count: 25), "1"]])
    #expect(
      table.text(width: 16) == """
        Name           n
        ─────────────  ─
        xxxxxxxxxxxxx  1
        xxxxxxxxxxxx

        """)
  }

  @Test func accentsDoNotShiftColumns() {
    let table = Table([.words("Name"), .number("n")], rows: [["e\u{301}tude", "1"], ["🙂 smile", "22"]])
    #expect(table.text() == "Name       n\n────────  ──\nétude      1\n🙂 smile  22\n")
  }
}

@Suite struct NumberTextTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (2_797_010, "2,797,010"), (-1234, "-1,234")])
  func thousandsStandApart(number: Int, text: String) {
    #expect(String(grouped: number) == text)
  }

  @Test(arguments: [
    (0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"),
    (125, "2 min 05 s"), (3599.6, "1 h 00 min"), (7530, "2 h 05 min"), (-.infinity, "0.0 s"),
    (.infinity, "277777 h 46 min"), (.nan, "0 h 00 min"),
  ])
  func timeSpans(seconds: Double, text: String) {
    #expect(String(seconds: seconds) == text)
  }

  @Test(
    arguments: [
      (nil, "–"), (1, "1.000"), (0.0421, "0.042"), (0.001, "0.001"), (3.14e-145, "3.1e-145"),
      (2e-300, "2.0e-300"), (.leastNonzeroMagnitude, "< 1e-300"), (0, "< 1e-300"),
    ] as [(Double?, String)])
  func pValues(p: Double?, text: String) {
    #expect(String(pValue: p) == text)
  }
}
