import Foundation
import StrataClassifiers
import StrataLinearAlgebra
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Synchronization
import Testing

@testable import StrataExperiments

/// Whole runs over seeds, and examples in folds.
struct RepetitionTests {
  @Test func aTableOverSeedsHasMeansAndIntervals() throws {
    let tiny = try TinyExperiment("stack.units=[12]", "labels=20")
    var options = tiny.options
    options.assignments.removeAll { $0.hasPrefix("limit=") }
    let table = try RepeatedRun(
      options, seeds: 3...5, controls: [.scratch],
      console: Console(isTerminal: false, isQuiet: true) { _ in }
    ).run()
    #expect(table.seeds == [3, 4, 5])
    #expect(table.rows.count == 3 && table.rows.allSatisfy { $0.errors.count == 3 })
    #expect(table.control?.model.contains("random") == true)
    // Other labels with every seed.
    let store = try options.store(Console(isTerminal: false, isQuiet: true) { _ in })
    let baselines = try store.finished(.baseline)
    #expect(Set(baselines.compactMap(\.record.dataset.parts?.learning)).count == 3)
    #expect(table.text.contains("95 % interval") && table.text.contains("--seeds 3..5"))
    let shown: [Substring] = table.text.split { $0 == "\n" }
    #expect(shown.dropLast().allSatisfy { $0.count <= 80 })
    let lines: [Substring] = table.csv.split(whereSeparator: \.isNewline)
    #expect(lines.count == 1 + 9)
  }

  /// The table has the controls that were asked for, whatever else there is, and the command asks for them.
  @Test func aTableHasTheControlsThatWereAskedFor() throws {
    let tiny = try TinyExperiment("stack.units=[12]")
    func table(_ controls: Set<WholeRun.Control>) throws -> SeedTable {
      try RepeatedRun(
        tiny.options, seeds: 1...2, controls: controls,
        console: Console(isTerminal: false, isQuiet: true) { _ in }
      ).run()
    }
    let all = try table(Set(WholeRun.Control.allCases))
    #expect(all.rows.count == 7 && all.rows.allSatisfy { $0.seeds == [1, 2] })
    #expect(all.text.contains(" --with-controls"))
    let features = try table([.features])
    #expect(
      features.rows.map(\.model) == [
        "logistic regression", "logistic regression on features, 1 × 12", "linear SVM on features, 1 × 12",
        "stacked DAE, 1 × 12",
      ])
    #expect(features.text.contains(" --with-features") && !features.text.contains("--with-s"))
    #expect(try table([.features, .scratch]).text.contains(" --with-scratch --with-features"))
  }

  /// Stopped, it names itself: the table is of all seeds, and what is done is not done again.
  @Test func stoppedItGoesOn() throws {
    let (tiny, fresh) = (try TinyExperiment("stack.units=[12]"), try TinyExperiment("stack.units=[12]"))
    tiny.options.stopRequest.make(15)
    let interruption = #expect(throws: Interruption.self) {
      try RepeatedRun(
        tiny.options, seeds: 3...5,
        console: Console(isTerminal: false, isQuiet: true) { _ in }
      ).run()
    }
    #expect(interruption?.commands.count == 1)
    #expect(interruption?.commands.last?.contains("run --seeds 3..5") == true)
    // Stopped when the first seed is done, and begun again.
    let whole = try RepeatedRun(
      fresh.options, seeds: 3...4,
      console: Console(isTerminal: false, isQuiet: true) { _ in }
    ).run()
    var options = fresh.options
    options.stopRequest = StopRequest()
    options.runs = fresh.folder.url.appending(path: "stopped").path
    let request = options.stopRequest
    let seen = Mutex(false)
    #expect(throws: Interruption.self) {
      try RepeatedRun(
        options, seeds: 3...4,
        console: Console(isTerminal: false, isQuiet: false) {
          if $0.contains("Seed 4 of") { request.make(15) }
        }
      ).run()
    }
    options.stopRequest = StopRequest()
    let table = try RepeatedRun(
      options, seeds: 3...4,
      console: Console(isTerminal: false, isQuiet: false) { text in
        if text.contains("Seed 3 of") { seen.withLock { $0 = true } }
      }
    ).run()
    #expect(!seen.withLock { $0 } && table.csv == whole.csv)
  }

  /// A series that is complete gives its table again, is joined, and takes more seeds; without its folder all is trained anew.
  @Test func whatIsCompleteIsNotDoneTwice() throws {
    let tiny = try TinyExperiment("stack.units=[12]")
    let said = Mutex("")
    func table(_ seeds: ClosedRange<UInt64>, joins: Bool = false) throws -> SeedTable {
      var sharing = Sharing()
      sharing.joins = joins
      said.withLock { $0 = "" }
      return try RepeatedRun(
        tiny.options, seeds: seeds, sharing: sharing,
        console: Console(isTerminal: false, isQuiet: false) { text in said.withLock { $0 += text } }
      ).run()
    }
    func folders(_ ending: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: tiny.options.runs).filter { $0.contains(ending) }
    }
    let first = try table(1...2)
    for joins in [false, true] {
      #expect(try table(1...2, joins: joins).csv == first.csv)
      #expect(try folders("-pretrain").count == 2)
      #expect(said.withLock { $0.contains("done already") } == !joins)
    }
    _ = try table(1...3)
    #expect(try folders("-pretrain").count == 3)
    let kept = try #require(folders("seeds-").first)
    try FileManager.default.removeItem(atPath: "\(tiny.options.runs)/\(kept)")
    // Runs are dated to the second.
    Thread.sleep(forTimeInterval: 1.1)
    #expect(try table(1...2).csv == first.csv)
    #expect(try folders("-pretrain").count == 5)
    #expect(said.withLock { !$0.contains("done already") })
  }

  /// No interval of a percentage reaches beyond what there can be.
  @Test func intervalsKeepWithinPercentages() throws {
    var table = SeedTable(recipe: "x", command: "run")
    for (seed, error) in [(1, 40.0), (2, 98)] {
      let text = """
        {"seed": \(seed), "title": "t", "warnings": [], "findings": [],
         "models": [{"name": "stacked DAE", "errorPercent": \(error)}]}
        """
      table.add(try JSONDecoder().decode(SeedResult.self, from: Data(text.utf8)))
    }
    #expect(table.text.contains("0.00 to 100.00"))
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(table)) as? [String: Any]
    #expect((json?["models"] as? [[String: Any]])?.first?["interval"] as? [Double] == [0, 100])
  }

  /// What a reader must know of some seeds' numbers stands under the table, once, with the seeds.
  @Test func whatIsToBeKnownIsSaid() throws {
    func result(_ seed: UInt64, _ warnings: [String], _ findings: [RunRecord.Finding]) throws -> SeedResult {
      let fields: [String: Any] = [
        "seed": seed, "title": "Test error on x", "warnings": warnings,
        "models": [["name": "stacked DAE", "errorPercent": 50.0]],
        "findings": try JSONSerialization.jsonObject(with: JSONEncoder().encode(findings)),
      ]
      return try JSONDecoder().decode(SeedResult.self, from: JSONSerialization.data(withJSONObject: fields))
    }
    let worse = RunRecord.Finding(.worseThanNothing, "errs more than one that guesses")
    var table = SeedTable(recipe: "x", command: "run")
    table.add(try result(1, ["Note: few steps.", "Note: worse."], [worse]))
    table.add(try result(2, ["Note: few steps."], [worse]))
    #expect(table.warnings == ["Note: few steps.", "Seed 1: Note: worse."])
    for text in [table.text, table.markdown] {
      #expect(text.contains("\n\nNote: few steps.\n\nSeed 1: Note: worse.\n\n"), "\(text)")
    }
    #expect(table.findings == [worse])
    // Those that differ in their numbers are one.
    var ends = SeedTable(recipe: "x", command: "run")
    for (seed, steps) in [(1, 55), (2, 49), (3, 55)] as [(UInt64, Int)] {
      ends.add(try result(seed, ["Note: it ended after \(steps) steps, at 0.\(steps)."], []))
    }
    ends.add(try result(4, ["Note: it ended."], []))
    #expect(
      ends.warnings == [
        "Seed 1, 2, 3, with the numbers of seed 1: Note: it ended after 55 steps, at 0.55.",
        "Seed 4: Note: it ended.",
      ])
    // Of some seeds alone it is said which.
    let other = RunRecord.Finding(.worseThanNothing, "errs so much")
    table.add(try result(7, ["Note: few steps."], [other]))
    #expect(table.findings.map(\.text) == ["\(worse.text) (seed 1, 2)", "errs so much (seed 7)"])
    #expect(table.findings.allSatisfy { $0.kind == .worseThanNothing })
    #expect(throws: Unlearned.self) { try Unlearned.check(table.findings) }
    // Seeds that make no difference say nothing of how sure the number is.
    #expect(table.text.contains("–") && !table.text.contains("50.00 to 50.00"))
  }

  @Test(arguments: [2, 3, 5]) func foldsShareTheClasses(count: Int) throws {
    let labels = (0..<47).map { Int32($0 % 4) }
    let examples = try LabelledFeatures(
      Matrix(rows: 47, columns: 1, (0..<47).map { Float($0) }), labels: labels)
    let folds = Folds(examples, count: count)
    var left: [Float] = []
    for part in 0..<count {
      let split = try folds.split(leavingOut: part)
      #expect(split.kept.labels.count + split.left.labels.count == 47)
      left += split.left.features.matrix.elements
      for label in 0..<Int32(4) {
        let share = split.left.labels.count { $0 == label }
        let all = labels.count { $0 == label }
        #expect(abs(share - all / count) <= 1)
      }
      // Labels go with their examples.
      for (row, label) in split.left.labels.enumerated() {
        #expect(Int32(split.left.features.matrix.elements[row]) % 4 == label)
      }
    }
    #expect(left.sorted() == (0..<47).map { Float($0) })
  }
}
