import Foundation
import StrataTestSupport
import Testing

/// Tables and models of one's own: what is said of them, and what is not written over.
struct OwnTablesTests {
  private static let recipe =
    "--set stack.units=[4] --set pretraining.epochs=1 --set fine_tuning.epochs=2 --threads 1 --quiet"

  private func write(_ text: String, to name: String, in program: Program) throws {
    try Data(text.utf8).write(to: program.folder(name))
  }

  /// Two classes that overlap a little.
  private func rows(_ count: Int, seed: Int = 0) -> [String] {
    (seed..<seed + count).map { "\($0 * 7 % 31 + $0 % 2 * 8),\($0 * 5 % 17),\(["ash", "yew"][$0 % 2])" }
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func trained(_ header: String = "a,b,label") throws -> Program {
    let program = try Program()
    try write(([header] + rows(120)).joined(separator: "\n") + "\n", to: "t.csv", in: program)
    let run = try program("run --dataset ./t.csv \(Self.recipe)")
    #expect([0, 3].contains(run.status), "\(run.error)")
    return program
  }

  /// A header of numbers, as pandas writes it, is not the first example.
  @Test func aHeaderOfNumbersIsOne() throws {
    let program = try trained("0,1,label")
    try write("0,1\n3,4\n5,6\n", to: "new.csv", in: program)
    let table = try program("predict new.csv --quiet")
    #expect(table.output.split(whereSeparator: \.isNewline).count == 3, "\(table.output)")
    try write("0,1,2\n1,2,0\n3,4,1\n5,6,0\n", to: "numbers.csv", in: program)
    let inspected = words(try program("data inspect numbers.csv --label 2").output)
    #expect(inspected.contains("the first line holds the columns' names, though they are numbers"))
    try write("7,2,x\n3,4,y\n5,6,x\n", to: "none.csv", in: program)
    #expect(
      words(try program("data inspect none.csv").output).contains("no header: the first line is an example"))
  }

  /// A model knows which column of its table held the labels, by whatever name or number: it is no input, which is said.
  @Test(arguments: ["kind", "3"]) func theColumnOfLabelsIsKnown(label: String) throws {
    let program = try Program()
    try write((["a,b,kind"] + rows(120)).joined(separator: "\n") + "\n", to: "t.csv", in: program)
    let run = try program("run --dataset ./t.csv --label \(label) \(Self.recipe)")
    #expect([0, 3].contains(run.status), "\(run.error)")
    let again = try program("predict t.csv")
    #expect(again.status == 0, "\(again.error)")
    #expect(words(again.error).contains("labels are those of column \"kind\""), "\(again.error)")
    #expect(try program("predict t.csv --label kind").output == again.output)
    let measured = try program("evaluate --model \(program.runs("finetune")[0]) --dataset ./t.csv")
    #expect(measured.status == 0, "\(measured.error)")
    // Without that column, and with another that is no input either.
    try write("a,b\n3,4\n5,6\n", to: "new.csv", in: program)
    #expect(try program("predict new.csv --quiet").status == 0)
    try write("a,b,other\n3,4,5\n", to: "other.csv", in: program)
    #expect(try program("predict other.csv --quiet").status == 0)
  }

  /// Columns are told by what they are called.
  @Test func columnsThatAreMissingAreNamed() throws {
    let program = try trained()
    let cases = [
      ("a\n1\n", "found 1 column, without \"b\""),
      ("a,c\n1,2\n", "found 2 columns, without \"b\", among them \"c\""),
    ]
    for (text, found) in cases {
      try write(text, to: "new.csv", in: program)
      let outcome = try program("predict new.csv --quiet")
      #expect(outcome.status == 65)
      #expect(outcome.error.contains(found), "\(outcome.error)")
    }
    try write("1,2\n3,4\n", to: "bare.csv", in: program)
    #expect(words(try program("predict bare.csv").error).contains("which cannot be checked"))
  }

  /// Whatever their order, and whatever else there is, words among it: what a model reads is known by its name.
  @Test(arguments: [
    "b,a\n4,3\n6,5\n", "id,b,town,a\n7,4,Ulm,3\n8,6,,5\n", "A,B\n3,4\n5,6\n",
    "a,when,b\n3,2026-11-28,4\n5,\"1,5\",6\n", "b,label,a\n4,yew,3\n6,ash,5\n",
    "label,a,class,b\nyew,3,9,4\nash,5,8,6\n",
  ])
  func columnsAreTakenByTheirNames(text: String) throws {
    let program = try trained()
    try write("a,b\n3,4\n5,6\n", to: "plain.csv", in: program)
    let plain = try program("predict plain.csv")
    try write(text, to: "new.csv", in: program)
    let outcome = try program("predict new.csv")
    #expect(outcome.status == 0, "\(outcome.error)")
    func figures(_ output: String) -> [[Substring]] {
      output.split(whereSeparator: \.isNewline).dropFirst().map { Array($0.split(separator: ",").prefix(3)) }
    }
    #expect(figures(plain.output).count == 2 && Set(figures(plain.output).map { $0[2] }).count == 2)
    #expect(figures(outcome.output) == figures(plain.output))
    #expect(!words(plain.error).contains("taken by their names"))
    #expect(words(outcome.error).contains("columns are taken by their names"), "\(outcome.error)")
    for word in ["id", "town", "when"] where text.contains(word) {
      #expect(words(outcome.error).contains("column \"\(word)\""), "\(outcome.error)")
    }
  }

  /// What a model reads is no label, though a column is called as labels often are.
  @Test func anInputMayBeCalledAsLabelsAre() throws {
    let program = try Program()
    try write((["x,y,kind"] + rows(120)).joined(separator: "\n") + "\n", to: "t.csv", in: program)
    let run = try program("run --dataset ./t.csv --label kind \(Self.recipe)")
    #expect([0, 3].contains(run.status), "\(run.error)")
    try write("x,y\n3,4\n25,6\n", to: "plain.csv", in: program)
    try write("y,x\n4,3\n6,25\n", to: "turned.csv", in: program)
    let (plain, turned) = (try program("predict plain.csv"), try program("predict turned.csv"))
    #expect(plain.status == 0 && turned.status == 0, "\(plain.error)\(turned.error)")
    #expect(plain.output == turned.output)
    // A table of errors takes them by name, too.
    let model = try program.runs("finetune")[0]
    let lines = rows(30, seed: 500).map { $0.split(separator: ",") }
    try write(
      (["x,y,kind"] + lines.map { $0.joined(separator: ",") }).joined(separator: "\n"), to: "e.csv",
      in: program)
    try write(
      (["kind,town,y,x"] + lines.map { "\($0[2]),Ulm,\($0[1]),\($0[0])" }).joined(separator: "\n"),
      to: "f.csv", in: program)
    let tables = try ["e", "f"].map {
      try program("evaluate --model \(model) --dataset ./\($0).csv --format csv")
    }
    #expect(tables.allSatisfy { $0.status == 0 }, "\(tables.map(\.error))")
    let errors = tables.map {
      $0.output.split(whereSeparator: \.isNewline).last?.split(separator: ",").dropFirst().prefix(2)
    }
    #expect(errors[0] != nil && errors[0] == errors[1])
  }

  /// A file of labels and a column that is named are two; a column that is only called as labels are is no input.
  @Test func labelsComeFromOnePlace() throws {
    let program = try trained()
    try write(
      (0..<120).map { $0 % 2 == 0 ? "one" : "two" }.joined(separator: "\n") + "\n", to: "l.txt", in: program)
    let both = try program("data inspect t.csv --label label --labels l.txt")
    #expect(both.status == 64 && both.error.contains("expected labels from one place"), "\(both.error)")
    let file = try program("data inspect t.csv --labels l.txt")
    #expect(file.status == 0 && file.output.contains("2 columns"), "\(file.output)\(file.error)")
    #expect(
      words(file.output + file.error).contains("column \"label\" is left out: the labels are those of l.txt"))
  }

  /// What a table recommends can be done: of classes that the model does not know it is not tried on all.
  @Test(arguments: ["oak", "yew"]) func whatIsRecommendedCanBeDone(last: String) throws {
    let program = try trained()
    let others = rows(60, seed: 200).dropLast() + ["1,2,\(last)", "2,1,\(last)"]
    try write((["a,b,label"] + others).joined(separator: "\n") + "\n", to: "others.csv", in: program)
    let table = try program("evaluate --dataset ./others.csv")
    #expect(table.status == 0, "\(table.error)")
    let said = words(table.output + table.error)
    #expect(said.contains("A model on all of them:") == (last == "yew"), "\(said)")
    #expect(said.contains("does not know, and are always mistakes of it") == (last == "oak"), "\(said)")
    let command = try "evaluate --model \(program.runs("finetune")[0]) --dataset ./others.csv"
    #expect(try (program(command).status == 0) == (last == "yew"))
  }

  /// Where no column is called as labels are, an error says which there are, and what to do.
  @Test func aColumnOfLabelsThatIsNotFoundIsAskedFor() throws {
    let program = try trained()
    try write(
      (["a,b,grp"] + (0..<40).map { "\($0),\($0 % 7),\($0 % 2)" }).joined(separator: "\n") + "\n",
      to: "g.csv", in: program)
    let outcome = try program("run --dataset ./g.csv")
    #expect(outcome.status == 66, "\(outcome.error)")
    #expect(
      outcome.error.contains(
        "none that is called as one: a, b, grp; if one of them holds the labels, name it with --label"),
      "\(outcome.error)")
  }

  /// Of data that the model has not seen nothing is said to be learned; of its classes, which do not occur.
  @Test func otherDataAreForTestsAlone() throws {
    let program = try trained()
    let others = rows(40, seed: 400).map { "1\($0)" }.filter { $0.hasSuffix("ash") }
    try write((["a,b,label"] + others).joined(separator: "\n") + "\n", to: "others.csv", in: program)
    let run = try program.runs("finetune")[0]
    let outcome = try program("evaluate --model \(run) --dataset others.csv")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(!outcome.output.contains("the very numbers"), "\(outcome.output)")
    #expect(words(outcome.output).contains("none of the rows is of the class yew, which the model knows"))
  }

  /// A line of predictions says which row it is of.
  @Test func predictionsLeadBackToTheirRows() throws {
    let program = try trained()
    let evaluation = try #require(try program.runs("evaluate").first)
    let text = try String(contentsOf: program.folder("runs/\(evaluation)/predictions.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    #expect(lines[0].prefix(3) == ["example", "source", "label"])
    let own = rows(120)
    #expect(lines.count == 21)
    for line in lines.dropFirst() { #expect(own[try #require(Int(line[1]))].hasSuffix(String(line[2]))) }
    #expect(Set(lines.dropFirst().map { $0[1] }).count == 20)
  }

  /// Numbers beyond 0 to 1 are compared by the squared error; cross-entropy is refused before anything is kept.
  @Test func standardisedNumbersAreComparedBySquares() throws {
    let program = try trained()
    let line =
      "pretrain --dataset ./t.csv --set data.scale=standard --set stack.units=[4] --set pretraining.epochs=2"
    let outcome = try program("\(line) --threads 1")
    #expect([0, 3].contains(outcome.status), "\(outcome.error)")
    #expect(
      words(outcome.error).contains("reconstructions are compared by the squared error, with linear units"))
    let before = try program.runs("pretrain").count
    let refused = try program("\(line) --threads 1 --set stack.loss=cross-entropy")
    #expect(refused.status == 78)
    #expect(
      refused.error.contains("expected sigmoid, which cross-entropy needs, found linear"), "\(refused.error)")
    #expect(try program.runs("pretrain").count == before)
  }

  /// What a run keeps is not written over, and what is written over stays as hidden as it was.
  @Test func outputsSpareRunsAndModes() throws {
    let program = try trained()
    let run = try program.runs("finetune")[0]
    try write("a,b\n1,2\n", to: "new.csv", in: program)
    for line in [
      "export \(run) -o runs/\(run)/model.safetensors --half", "predict new.csv -o runs/\(run)/run.json",
      "encode new.csv -o runs/\(run)/best.safetensors",
    ] {
      let outcome = try program(line)
      #expect(outcome.status == 64, "\(line): \(outcome.error)")
      #expect(words(outcome.error).contains("found one that the run \(run) keeps"), "\(outcome.error)")
    }
    #expect(try program("export \(run) -o m.onnx --quiet").status == 0)
    let mode = try program.inShell(
      "echo > p.csv; chmod 600 p.csv; $P predict new.csv -q -o p.csv; stat -c %a p.csv")
    #expect(mode.output.hasSuffix("600\n"), "\(mode.output)")
    let codes = try program("encode new.csv --quiet -o -")
    #expect(codes.output.split(separator: ",").count == 4, "\(codes.output)")
    #expect(try program("export \(run) -o m.npz --quiet").status == 0)
    let foreign = try program("predict new.csv --model m.onnx")
    #expect(foreign.status == 64 && foreign.error.contains("which is for other programs"), "\(foreign.error)")
  }

  /// A shell's variable that is empty is no path.
  @Test(arguments: [
    ["pretrain", "--runs", "", "--dataset", "synthetic"], ["predict", ""], ["report", "-o", ""],
    ["evaluate", "--model", "", "--dataset", "synthetic"],
  ])
  func anEmptyPathIsNone(line: [String]) throws {
    let program = try trained()
    let before = try FileManager.default.contentsOfDirectory(atPath: program.folder.url.path)
    let outcome = try program(line)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("found an empty text"), "\(outcome.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.url.path) == before)
  }

  /// A folder that is no whole run, a link to one, a slash behind its name.
  @Test func foldersBesideRunsStopNothing() throws {
    let program = try trained()
    let run = try program.runs("finetune")[0]
    let made = try program.inShell(
      "mkdir runs/notes; cp runs/\(run)/run.json runs/notes; ln -s \(run) runs/zz-link; sleep 1")
    #expect(made.status == 0)
    let outcome = try program("evaluate")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.contains(run), "\(outcome.error)")
    #expect(words(outcome.error).contains("a run is passed over: runs/notes"), "\(outcome.error)")
    #expect(!outcome.error.contains("zz-link"))
    #expect([0, 3].contains(try program("evaluate \(run)/ --quiet").status))
  }
}
