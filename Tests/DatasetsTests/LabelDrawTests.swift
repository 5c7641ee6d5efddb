import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

struct LabelDrawTests {
  /// 200 examples of four classes, of which class k has about k + 1 of ten.
  private let classes: [Int32] = (0..<200).map { [0, 1, 1, 2, 2, 2, 3, 3, 3, 3][$0 % 10] }

  private func draw(_ count: Int, seed: UInt64 = 1) throws -> LabelDraw {
    try LabelDraw(count, of: Array(0..<200), classes: classes, seed: seed, at: "here")
  }

  @Test(arguments: [4, 5, 11, 40, 80, 150, 200, 1000])
  func classesDifferByOneAsLongAsThereAreEnough(count: Int) throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      let draw = try draw(count, seed: seed)
      #expect(draw.kept.count == min(count, 200))
      #expect((draw.kept + draw.withheld).sorted() == Array(0..<200))
      #expect(draw.kept == draw.kept.sorted() && draw.withheld == draw.withheld.sorted())
      let counts = (0..<4).map { label in draw.kept.count { classes[$0] == Int32(label) } }
      let most = counts.max() ?? 0
      for (label, found) in counts.enumerated() {
        #expect(found >= min(most - 1, [20, 40, 60, 80][label]), "\(counts)")
      }
    }
  }

  @Test func theSeedChooses() throws {
    #expect(try draw(20).kept == draw(20).kept)
    #expect(try draw(20).kept != draw(20, seed: 2).kept)
    // One example in ten is kept: over many seeds each of a class as often as another.
    var often = [Int](repeating: 0, count: 200)
    for seed in 1...400 as ClosedRange<UInt64> {
      for index in try draw(20, seed: seed).kept { often[index] += 1 }
    }
    let second = classes.indices.filter { classes[$0] == 1 }.map { often[$0] }
    // 400 draws of 5 among 40: 50 each, with a deviation of about 6.6.
    #expect(second.allSatisfy { (20...80).contains($0) }, "\(second)")
  }

  @Test func lessThanOneOfEachClassIsRefused() throws {
    let error = #expect(throws: InputError.self) { _ = try draw(3) }
    #expect(error?.expected == "a label for each class at least, 4")
  }

  /// More labels, or a larger limit, than there are training examples: all are taken, and it is said.
  @Test func moreThanThereAreIsSaid() throws {
    func remarks(labels: Int?, limit: Int?) throws -> String {
      try Dataset(
        features: Matrix((0..<200).map { [Float($0), Float($0 * 37 % 200)] }),
        labels: classes.map(Int.init), layout: .columns(count: 2, names: nil),
        division: Division(rule: .last, validation: 30, test: 20, limit: limit, labels: labels)
      ).remarks.map(\.description).joined(separator: "\n")
    }
    let labels = "all 150 training examples keep their labels: 1000 were asked for, and there are no more"
    let limit = "a limit of 151 training examples changes nothing: there are 150"
    #expect(try remarks(labels: 1000, limit: nil).contains(labels))
    #expect(try remarks(labels: nil, limit: 151).contains(limit))
    let exact = try remarks(labels: 150, limit: 150)
    #expect(!exact.contains("were asked for") && !exact.contains("changes nothing"))
  }

  /// The others stay for pretraining, and are said to.
  @Test func theOthersAreLearnedFromWithoutTheirLabels() throws {
    let rows = Matrix((0..<200).map { (row: Int) -> [Float] in [Float(row), Float(row * 37 % 200)] })
    func dataset(_ labels: Int?) throws -> Dataset {
      try Dataset(
        features: rows, labels: classes.map(Int.init), layout: .columns(count: 2, names: nil),
        division: Division(rule: .last, validation: 30, test: 20, labels: labels))
    }
    let (few, all) = (try dataset(20), try dataset(nil))
    #expect(few.train.count == 20 && few.examples.rows == 150 && few.validation.count == 30)
    #expect(few.unlabelledCount == 130 && few.withheldLabels == 130 && all.withheldLabels == 0)
    #expect(few.encoding == all.encoding)
    let said = few.remarks.map(\.description)
    #expect(
      said.contains(
        "20 of 150 training rows keep their labels, 5 of each class; pretraining learns from all; the 30 "
          + "for validation keep theirs, to choose by"), "\(said)")
    #expect(!all.remarks.map(\.description).joined().contains("keep their labels"))
    // Each row is still beside its own label.
    let (raw, sources) = (try #require(few.train.raw), try #require(few.train.sources?.rows))
    for (index, source) in sources.enumerated() {
      #expect(raw.values[raw.rows.lowerBound + index, 0] == Float(source))
      #expect(few.train.labels[index] == classes[source])
    }
  }
}
