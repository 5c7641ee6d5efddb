import Foundation
import Testing

@testable import StrataInference

struct LearnedRowsTests {
  private func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
    // Numbers in a row, as poorly mixed as hashes can be.
    (0..<UInt64(count)).map { seed &+ $0 }
  }

  /// A share in percent has no digits that rounding added.
  @Test(arguments: 1...40) func ranksInPercentAreRoundedOnce(count: Int) {
    for share in 0...count {
      let score = Score(error: 0, rank: Double(share) / Double(count))
      let digits = "\(score.rankPercent ?? -1)".split(separator: ".").last ?? ""
      #expect(digits.count <= 8, "\(share) of \(count): \(digits)")
    }
  }

  @Test(arguments: [1, 7, 600, 60_000]) func whatItWasToldItKnows(count: Int) {
    let told = hashes(count, seed: 1 << 40)
    #expect(LearnedRows(told).count(of: told) == count)
  }

  /// Of others it takes one in 15,000 for known; so few are not said.
  @Test(arguments: [60, 5_000]) func ofOthersItHasSeenNone(count: Int) {
    let rows = LearnedRows(hashes(count, seed: 1 << 40))
    let others = hashes(200_000, seed: 1 << 41)
    #expect(rows.count(of: others) == 0)
    #expect(others.count { rows.count(of: [$0]) == 1 } < 30)
    // One of a hundred may be chance; one of ten, or two, are more.
    #expect(rows.count(of: Array(others.prefix(100)) + [1 << 40]) == 0)
    #expect(rows.count(of: Array(others.prefix(9)) + [1 << 40]) == 1)
    #expect(rows.count(of: Array(others.prefix(100)) + [1 << 40, 1 << 40 + 1]) == 2)
  }

  /// Of 20,000 sets of two dozen, one in 600 holds one that it takes for known; it says so of none.
  @Test func chanceIsNoNews() {
    let rows = LearnedRows(hashes(5000, seed: 1 << 40))
    let others = hashes(480_000, seed: 1 << 41)
    let told = stride(from: 0, to: others.count, by: 24).count {
      rows.count(of: Array(others[$0..<$0 + 24])) > 0
    }
    #expect(told == 0)
    #expect(!LearnedRows.isMoreThanChance(0, where: 0))
    #expect(LearnedRows.isMoreThanChance(1, where: 0))
    #expect(LearnedRows.isMoreThanChance(17, where: 6) && !LearnedRows.isMoreThanChance(12, where: 6))
    #expect(LearnedRows.isMoreThanChance(10_000, where: 6))
    #expect(
      LearnedRows.isMoreThanChance(250, where: 200) == false && LearnedRows.isMoreThanChance(260, where: 200))
  }

  @Test func twoKnowWhatEachWasTold() throws {
    let (first, second) = (hashes(50, seed: 1), hashes(30, seed: 1_000))
    let both = LearnedRows(first).merging(LearnedRows(second)).merging(nil).merging(LearnedRows(second))
    #expect(both.count(of: first + second) == 80)
    #expect(both == LearnedRows(first).merging(LearnedRows(second)))
    let read = try JSONDecoder().decode(LearnedRows.self, from: JSONEncoder().encode(both))
    #expect(read == both)
    for bad in ["[\"\"]", "[\"*\"]", "{}"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(LearnedRows.self, from: Data(bad.utf8)) }
    }
    #expect(LearnedRows([]).count(of: first) == 0)
  }
}
