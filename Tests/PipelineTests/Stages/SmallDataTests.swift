import Foundation
import StrataRuns
import StrataSession
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataStages

/// A few rows of somebody's own, and no recipe named.
struct SmallDataTests {
  /// Two kinds of flowers, 120 rows of four numbers each, and a net as the standard one, but smaller.
  private func tiny(_ assignments: String...) throws -> TinyRun {
    var tiny = try TinyRun()
    let rows = (0..<120).map { row in
      let kind = row % 2
      let values = (0..<4).map { Double(3 * kind + $0) + Double((row * 7 + $0 * 13) % 11) / 10 }
      return values.map { "\($0)" }.joined(separator: ",") + ",\(["ash", "yew"][kind])"
    }
    try tiny.folder.write(
      Array((["a,b,c,d,label"] + rows).joined(separator: "\n").utf8), to: "flowers.csv")
    tiny.options.dataset = tiny.folder("flowers.csv").path
    tiny.options.standard = .standard
    tiny.options.assignments = ["stack.units=[200, 40]"] + assignments
    return tiny
  }

  /// Many units on four columns begin with reconstructions hundreds of times too large, and come down in time.
  @Test func theStandardRecipeLearnsOfFewRows() throws {
    let tiny = try tiny()
    let run = try tiny.pretrain()
    #expect(run.record.findings?.contains { $0.kind == .worseThanNothing } == false, "\(tiny.capture.words)")
    #expect(tiny.capture.words.contains("for 5,000 steps on so few examples"))
  }

  /// What has learned nothing is told all the same.
  @Test func whatHasLearnedNothingIsTold() throws {
    let run = try tiny("pretraining.learning_rate=1e-9").pretrain()
    #expect(run.record.findings?.contains { $0.kind == .worseThanNothing } == true)
    #expect(throws: Unlearned.self) { try Unlearned.check(run.record.findings ?? []) }
  }

  /// A recipe that is named keeps its epochs; how many so few examples need is said, unless somebody chose.
  @Test func aNamedRecipesFewEpochsAreSaid() throws {
    var tiny = try TinyRun()
    tiny.options.assignments = []
    let recipe = "name: own\nstack:\n  units: [6]\npretraining:\n  epochs: 2\n  batch_size: 20\n"
    try tiny.folder.write(Array(recipe.utf8), to: "own.yml")
    tiny.options.recipeFile = tiny.folder("own.yml").path
    let run = try tiny.pretrain()
    #expect(try run.metrics(as: PretrainingMetrics.self).count == 2)
    #expect(
      tiny.capture.words.contains(
        "the recipe own asks for 2 epochs, which are 10 steps of so few examples, where 5,000 are usual: "
          + "--set pretraining.epochs=1000 makes as many"), "\(tiny.capture.words)")
    var chosen = tiny
    chosen.options.assignments = ["pretraining.epochs=2"]
    let before = tiny.capture.words
    _ = try chosen.pretrain()
    #expect(!tiny.capture.words.dropFirst(before.count).contains("asks for 2 epochs"))
  }
}
