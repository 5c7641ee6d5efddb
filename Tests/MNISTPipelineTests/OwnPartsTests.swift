import Foundation
import StrataTestSupport
import Testing

/// No model is measured on examples that it has learned from.
struct OwnPartsTests {
  private static let recipe =
    "--set stack.units=[4] --set pretraining.epochs=1 --set pretraining.batch_size=20 --threads 1 --quiet"
  private static let tuning = "--set fine_tuning.epochs=1"

  /// A table of three classes that overlap, with two runs on it: pretrained and fine-tuned on parts drawn by 5.
  private func program() throws -> (program: Program, stack: String, tuned: String) {
    let program = try Program()
    let rows = (0..<240).map { "\($0 * 7 % 31),\($0 * 5 % 17),\(["ash", "oak", "yew"][$0 % 3])" }
    try Data(("a,b,label\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: program.folder("t.csv"))
    let run = try program(
      "run --dataset ./t.csv --set data.split_seed=5 \(Self.recipe) \(Self.tuning)")
    #expect(run.status == 0 || run.status == 3, "\(run.error)")
    return (program, try program.runs("pretrain")[0], try program.runs("finetune")[0])
  }

  @Test func runsOnOtherPartsAreRefused() throws {
    let (program, stack, tuned) = try program()
    #expect([0, 3].contains(try program("evaluate --quiet").status))
    for change in ["data.split_seed=7", "split=last", "data.test=20"] {
      let evaluated = try program("evaluate \(tuned) --set \(change) --quiet")
      #expect(evaluated.status == 78, "\(change): \(evaluated.error)")
      #expect(evaluated.error.contains("divided otherwise"), "\(evaluated.error)")
      let again = try program("finetune --from \(stack) --set \(change) --quiet \(Self.tuning)")
      #expect(again.status == 78, "\(change): \(again.error)")
      #expect(again.error.contains("the division of the data"), "\(again.error)")
    }
    // With fewer to learn from, or to choose by, the test examples are the same ones.
    for change in ["limit=50", "validation=20"] {
      let fewer = try program("finetune --from \(stack) --set \(change) --quiet \(Self.tuning)")
      #expect([0, 3].contains(fewer.status), "\(change): \(fewer.error)")
    }
  }

  @Test func runsOfTwoDivisionsDoNotShareATable() throws {
    let (program, _, tuned) = try program()
    let other = try program(
      "finetune --from-scratch --dataset ./t.csv --set data.split_seed=7 --set stack.units=[4] "
        + "\(Self.tuning) --threads 1 --quiet")
    #expect([0, 3].contains(other.status), "\(other.error)")
    let scratch = try #require(try program.runs("finetune").last)
    let both = try program("evaluate \(tuned) \(scratch) --quiet")
    #expect(both.status == 78)
    #expect(
      both.error.contains("runs/\(scratch): expected a run whose data were divided as"), "\(both.error)")
    // The linear model of the first division is none to compare the second with; one is trained.
    let alone = try program("evaluate \(scratch) --json")
    #expect([0, 3].contains(alone.status), "\(alone.error)")
    #expect(
      alone.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .contains("is left out: its examples were divided otherwise"), "\(alone.error)")
    #expect(try program.runs("baseline").count == 2)
  }

  /// What was learned of the numbers goes with the weights.
  @Test func anotherScaleIsRefused() throws {
    let (program, stack, tuned) = try program()
    for line in ["finetune --from \(stack)", "evaluate \(tuned)"] {
      let outcome = try program("\(line) --set data.scale=standard --quiet")
      #expect(outcome.status == 78)
      #expect(outcome.error.contains("data.scale of the command line: expected auto"), "\(outcome.error)")
    }
  }
}
