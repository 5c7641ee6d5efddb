import Foundation
import StrataClassifiers
import StrataLinearAlgebra
import StrataRuns
import StrataSession
import Testing

@testable import StrataExperiments

/// Whole runs over seeds, and examples in folds.
struct RepetitionTests {
  @Test func aTableOverSeedsHasMeansAndIntervals() throws {
    let tiny = try TinyExperiment("stack.units=[12]", "labels=20")
    var options = tiny.options
    options.assignments.removeAll { $0.hasPrefix("limit=") }
    let table = try RepeatedRun(
      options, seeds: 3...5, includesScratch: true,
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

  /// Stopped, it names the seeds that are left.
  @Test func stoppedItNamesTheOtherSeeds() throws {
    let tiny = try TinyExperiment("stack.units=[12]")
    tiny.options.stopRequest.make(15)
    let interruption = #expect(throws: Interruption.self) {
      try RepeatedRun(
        tiny.options, seeds: 3...5, includesScratch: false,
        console: Console(isTerminal: false, isQuiet: true) { _ in }
      ).run()
    }
    #expect(interruption?.commands.last?.contains("run --seeds 4..5") == true)
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
