import Foundation
import StrataTestSupport
import Testing

/// A file of another hash may hold the same examples: it is said of how many a model has learned.
struct SeenExamplesTests {
  private static let rows = (0..<240).map {
    "\($0 * 7 % 31),\($0 * 5 % 17),\($0),\(["ash", "oak", "yew"][$0 % 3])"
  }
  private static let tuning = "--set stack.units=[4] --set fine_tuning.epochs=1 --threads 1 --quiet"
  private static let recipe = "\(tuning) --set pretraining.epochs=1"

  private func write(_ rows: some Sequence<String>, to name: String, in program: Program) throws {
    try Data((["a,b,c,label"] + rows).map { "\($0)\n" }.joined().utf8).write(to: program.folder(name))
  }

  private func trained() throws -> (program: Program, tuned: String) {
    let program = try Program()
    try write(Self.rows, to: "t.csv", in: program)
    let run = try program("run --dataset ./t.csv \(Self.recipe)")
    #expect([0, 3].contains(run.status), "\(run.error)")
    return (program, try program.runs("finetune")[0])
  }

  private struct Table: Decodable {
    struct Model: Decodable { let note: String? }
    let models: [Model]
    let remarks: [String]?
  }

  /// The notes of the models' rows.
  private func notes(_ program: Program, _ line: String) throws -> [String] {
    let outcome = try program("\(line) --json --quiet")
    #expect([0, 3].contains(outcome.status), "\(outcome.error)")
    return try JSONDecoder().decode(Table.self, from: Data(outcome.output.utf8)).models.compactMap(\.note)
  }

  @Test func theSameExamplesInAnotherFileAreKnown() throws {
    let (program, tuned) = try trained()
    // 40 of the 240 were kept for the test; the model has learned from the others.
    let files: [(name: String, rows: [String], seen: Int)] = [
      ("reversed.csv", Self.rows.reversed(), 200), ("more.csv", Self.rows + ["99,99,999,oak"], 200),
    ]
    for file in files {
      try write(file.rows, to: file.name, in: program)
      let note = try #require(try notes(program, "evaluate --model \(tuned) --dataset \(file.name)").first)
      #expect(
        note.contains("has learned from \(file.seen) of these \(file.rows.count) test examples"), "\(note)")
    }
    // Of a file without parts the table has a test part of its own.
    let table = try notes(program, "evaluate \(tuned) --dataset reversed.csv")
    #expect(table.contains { $0.hasPrefix("was trained on t.csv and has learned from ") }, "\(table)")
    try write(Self.rows.map { "1\($0)" }, to: "others.csv", in: program)
    #expect(
      try notes(program, "evaluate --model \(tuned) --dataset others.csv")
        == ["was trained on t.csv, not on these examples"])
    #expect(try notes(program, "evaluate --model \(tuned) --dataset t.csv").isEmpty)
  }

  /// A run that kept nothing for a test is measured on other data alone; the advice can be followed.
  @Test func withoutATestPartThereIsAWay() throws {
    let program = try Program()
    try write(Self.rows, to: "t.csv", in: program)
    try write(Self.rows.map { "1\($0)" }, to: "others.csv", in: program)
    let run = try program("finetune --from-scratch --dataset t.csv --set data.test=none \(Self.tuning)")
    #expect([0, 3].contains(run.status), "\(run.error)")
    let name = try program.runs("finetune")[0]
    for line in ["evaluate", "evaluate --set data.test=30"] {
      let outcome = try program("\(line) --quiet")
      #expect(
        outcome.status == 66 && outcome.error.contains("one that has learned from all of them"),
        "\(outcome.error)")
      #expect(outcome.error.contains("evaluate --model runs/\(name) --dataset PATH"), "\(outcome.error)")
    }
    #expect(try program("evaluate --model runs/\(name) --dataset others.csv --quiet").status == 0)
  }

  /// What cannot be measured is refused before a baseline is trained for it.
  @Test func nothingIsTrainedForWhatCannotBeMeasured() throws {
    let (program, tuned) = try trained()
    let before = try program.runs("baseline")
    try write(Self.rows.map { $0.replacing("oak", with: "elm") }, to: "elm.csv", in: program)
    try Data((["a,c,b,label"] + Self.rows).joined(separator: "\n").utf8).write(
      to: program.folder("order.csv"))
    for file in ["elm.csv", "order.csv"] {
      let outcome = try program("evaluate \(tuned) --dataset \(file) --quiet")
      #expect(outcome.status == 65, "\(file): \(outcome.status) \(outcome.output)\(outcome.error)")
    }
    #expect(try program.runs("baseline") == before)
  }

  /// What the stack has seen without labels, the network has seen.
  @Test func pretrainingCounts() throws {
    let (program, _) = try trained()
    try write(Self.rows.prefix(90), to: "part.csv", in: program)
    let stack = try program.runs("pretrain")[0]
    let tuned = try program("finetune --from \(stack) --dataset part.csv --set fine_tuning.epochs=1 --quiet")
    #expect([0, 3].contains(tuned.status), "\(tuned.error)")
    // Told where something can still be done about it.
    let told = try program("finetune --from \(stack) --dataset part.csv --set fine_tuning.epochs=1").error
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(told.contains("learned from other files (t.csv, "), "\(told)")
    #expect(told.contains(" of those for the test among them, so that the test error will not be"), "\(told)")
    let run = tuned.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let notes = try notes(program, "evaluate \(run)")
    #expect(
      notes.contains { $0.contains("has learned from ") && $0.contains(" of these 15 test") }, "\(notes)")
  }
}
