import Foundation
import StrataClassifiers
import StrataDrawings
import StrataReports
import Testing

@testable import StrataExperiments

struct ObservationsTests {
  private static let error = Quantity("error", unit: "%")
  private static let norm = Quantity("norm", decimals: 1)

  /// Two conditions, two seeds; the norm is known for one condition only.
  private var observations: Observations {
    var all = Observations(factors: ["noise", "target"], quantities: [Self.error, Self.norm])
    all.record(["0 %", "clean"], seed: 1, [Self.error: 3, Self.norm: 1.25])
    all.record(["0 %", "clean"], seed: 2, [Self.error: 5, Self.norm: 1.75])
    all.record(["25 %", "clean"], seed: 2, [Self.error: 4])
    all.record(["25 %", "clean"], seed: 1, [Self.error: 1])
    return all
  }

  @Test func aSummaryIsMeanAndSpread() throws {
    let summary = try #require(observations.summary(of: Self.error, at: ["0 %", "clean"]))
    #expect(summary.count == 2)
    #expect(summary.mean == 4)
    #expect(abs(summary.deviation - 2.0.squareRoot()) < 1e-15)
    #expect(summary.range == 3...5)
    #expect(observations.summary(of: Self.norm, at: ["25 %", "clean"]) == nil)
    #expect(Sample([7]).deviation == 0)
  }

  @Test func differencesArePairedBySeedWhateverTheOrder() {
    let differences = observations.differences(
      of: Self.error, ["0 %", "clean"], minus: ["25 %", "clean"])
    #expect(differences == [2, 1])
    #expect(observations.differences(of: Self.norm, ["0 %", "clean"], minus: ["25 %", "clean"]) == [])
  }

  @Test func conditionsKeepTheirOrder() {
    #expect(observations.conditions == [["0 %", "clean"], ["25 %", "clean"]])
    #expect(observations.levels(of: "noise") == ["0 %", "25 %"])
    #expect(observations.levels(of: "target") == ["clean"])
    #expect(observations.levels(of: "colour") == [])
  }

  @Test func theTableHasMeanAndSpread() {
    #expect(
      cells(observations.table().markdown) == [
        ["noise", "target", "error, %", "norm"], ["0 %", "clean", "4.00 ± 1.41", "1.5 ± 0.4"],
        ["25 %", "clean", "2.50 ± 2.12", "–"],
      ])
    #expect(
      cells(observations.table(of: Self.error, across: "noise").markdown) == [
        ["target", "0 %", "25 %"], ["clean", "4.00 ± 1.41", "2.50 ± 2.12"],
      ])
  }

  /// The cells of a Markdown table, without the line under its headings.
  private func cells(_ markdown: String) -> [[String]] {
    markdown.split(separator: "\n").filter { !$0.contains("--") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// In a terminal too: how sure each figure is, and whether it differs from its control.
  @Test func intervalsAreOfOneQuantity() throws {
    let table = try #require(
      observations.intervals(of: Self.error) { $0[0] == "25 %" ? ["0 %", "clean"] : nil })
    #expect(
      cells(table.markdown) == [
        [
          "noise, target", "mean", "standard deviation", "seeds", "95 % interval of the mean",
          "less the control", "p",
        ], ["0 %, clean", "4.00", "1.41", "2", "-8.71 to 16.71", "–", "–"],
        ["25 %, clean", "2.50", "2.12", "2", "-16.56 to 21.56", "-1.50", "0.2048"],
      ])
    // What was not measured there is left out, and what nothing is compared with has no columns for it; one seed tells
    // nothing of how sure it is.
    let norms = try #require(observations.intervals(of: Self.norm) { _ in nil })
    #expect(norms.rows == [["0 %, clean", "1.5", "0.4", "2", "-1.7 to 4.7"]] && norms.headings.count == 5)
    var single = Observations(factors: ["noise"], quantities: [Self.error])
    single.record(["0 %"], seed: 1, [Self.error: 3])
    #expect(single.intervals(of: Self.error) { _ in nil } == nil)
  }

  /// All else being the same.
  @Test func aControlDiffersInOneFactor() {
    var findings = Findings(Verdict([true], ""), observations)
    findings.compare("noise", with: "0 %")
    #expect(findings.control(["25 %", "clean"]) == ["0 %", "clean"])
    #expect(findings.control(["0 %", "clean"]) == nil)
    findings.compare("noise", with: "0 %", only: ["50 %"])
    #expect(findings.control(["25 %", "clean"]) == nil)
  }

  @Test func csvHasARowForEachConditionAndSeed() {
    #expect(
      observations.csv
        == "noise,target,seed,\"error, %\",norm\r\n" + "0 %,clean,1,3.0,1.25\r\n0 %,clean,2,5.0,1.75\r\n"
        + "25 %,clean,2,4.0,\r\n25 %,clean,1,1.0,\r\n")
  }

  @Test func jsonHasTheSame() throws {
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(observations))
    let rows = try #require(json as? [[String: Any]])
    #expect(rows.count == 4)
    #expect(rows[0]["noise"] as? String == "0 %")
    #expect(rows[0]["error, %"] as? Double == 3)
    #expect(rows[2].keys.sorted() == ["error, %", "noise", "seed", "target"])
  }

  @Test func aVerdictCountsItsTests() {
    #expect(Verdict([true, true], "").answer == .holds)
    #expect(Verdict([true, false], "").answer == .partly)
    #expect(Verdict([false, false], "").answer == .fails)
  }
}
