import Foundation
import StrataTestSupport
import Testing

/// What a command writes is none of what it reads.
struct OutputFileTests {
  private let program: Program
  private let model: String

  init() throws {
    program = try Program()
    let rows = (0..<60).map { "\($0 % 3 * 40 + $0 % 7),\($0 % 5),\(["ash", "oak", "yew"][$0 % 3])" }
    try Data(("a,b,label\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: program.folder("t.csv"))
    try Data("a,b\n1,2\n81,3\n".utf8).write(to: program.folder("new.csv"))
    let options = "--dataset t.csv --threads 1 --quiet --set stack.units=[4] --set pretraining.epochs=1"
    // 3: so little teaches nothing.
    try #require([0, 3].contains(try program("pretrain \(options) --runs p").status))
    try #require(try program("baseline --dataset t.csv --threads 1 --quiet --runs p").status == 0)
    try #require(try program("export --runs p -o m.safetensors --quiet").status == 0)
    model = try #require(
      try FileManager.default.contentsOfDirectory(atPath: program.folder("p").path).first {
        $0.hasSuffix("pretrain")
      })
  }

  @Test(arguments: [
    "predict new.csv -o new.csv", "predict new.csv -o ./new.csv", "predict new.csv -o link.csv",
    "predict m.safetensors new.csv --output new.csv", "score p/STACK new.csv -o new.csv",
    "encode p/STACK new.csv -o hard.csv", "reconstruct --model p/STACK new.csv -o new.csv",
    "export m.safetensors -o m.safetensors", "export --model ./m.safetensors -o m.safetensors",
  ])
  func anInputIsNotOverwritten(line: String) throws {
    let (input, weights) = (program.folder("new.csv"), program.folder("m.safetensors"))
    try FileManager.default.createSymbolicLink(at: program.folder("link.csv"), withDestinationURL: input)
    try FileManager.default.linkItem(at: input, to: program.folder("hard.csv"))
    let before = try (Data(contentsOf: input), Data(contentsOf: weights))
    let outcome = try program("\(line.replacing("STACK", with: model)) --runs p")
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("expected a file of its own, found what is read: "), "\(outcome.error)")
    #expect(try Data(contentsOf: input) == before.0)
    #expect(try Data(contentsOf: weights) == before.1)
  }

  /// That there is no folder to write to is said before an input is looked at.
  @Test func aFolderToWriteToIsThereAtFirst() throws {
    for line in ["predict m.safetensors none.csv -o no/x.csv", "encode m.safetensors none.csv -o no/x.npy"] {
      let outcome = try program(line)
      #expect(outcome.status == 73 && outcome.error.contains("no/x."), "\(outcome.error)")
    }
    let outcome = try program("predict m.safetensors none.csv -o new.csv")
    #expect(outcome.status == 66, "\(outcome.error)")
  }

  /// What lies in a folder that is read, or belongs to a file that is, is read too.
  @Test(arguments: [
    "predict m.safetensors d -o d/train.csv", "predict m.safetensors d -o d/test.csv",
    "predict m.safetensors d/train.csv -o d/test.csv", "predict m.safetensors l -o d/other.csv",
    "predict m.safetensors d -o l/other.csv",
  ])
  func nothingOfAFolderIsOverwritten(line: String) throws {
    for name in ["train", "test", "other"] {
      try program.folder.write(
        String(contentsOf: program.folder("t.csv"), encoding: .utf8), to: "d/\(name).csv")
    }
    try FileManager.default.createSymbolicLink(
      at: program.folder("l"), withDestinationURL: program.folder("d"))
    let outcome = try program(line)
    #expect(outcome.status == 64 && outcome.error.contains("found what is read: "), "\(outcome.error)")
    for name in ["train", "test", "other"] {
      #expect(
        try Data(contentsOf: program.folder("d/\(name).csv")) == Data(contentsOf: program.folder("t.csv")))
    }
    #expect(try program("predict m.safetensors d -o d/new.csv -q").status == 0)
  }

  /// Who names a file means the examples in it, whatever parts lie beside it; a folder's test part is what it tests on.
  @Test(arguments: [("d/train.csv", 3, true), ("d/train.csv --part test", 2, false), ("d", 2, false)])
  func aFileIsItsOwnExamples(input: String, rows: Int, isTold: Bool) throws {
    try program.folder.write("a,b,label\n1,2,ash\n81,3,oak\n5,5,yew\n", to: "d/train.csv")
    try program.folder.write("a,b,label\n2,2,ash\n82,3,oak\n", to: "d/test.csv")
    let outcome = try program("predict m.safetensors \(input) -o out.csv")
    #expect(outcome.status == 0, "\(outcome.error)")
    let lines = try String(contentsOf: program.folder("out.csv"), encoding: .utf8)
    #expect(lines.split(whereSeparator: \.isNewline).count == rows + 1)
    let said = outcome.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      said.contains("the examples of this file are taken; beside it lie other parts: --part test")
        == isTold)
  }

  /// A name that cannot be written is refused before anything is read.
  @Test(arguments: [
    "predict new.csv -o out.npy", "score new.csv -o out.txt", "predict new.csv --json -o out.csv",
    "encode nothing.csv -o out.txt", "reconstruct nothing.csv -o out.json",
  ])
  func theFormIsLookedAtFirst(line: String) throws {
    let outcome = try program(line.replacing("new.csv", with: "nothing.csv"))
    #expect(
      outcome.status == 64 && outcome.error.contains("expected a name that ends in"), "\(outcome.error)")
  }

  /// A folder that is written would be read with the data, or in their place, if it lay among them.
  @Test(arguments: [
    "data convert d d/arrays", "data convert d d", "data generate g/more --dataset g --count 5",
    "data generate l/more --dataset ./g --count 5",
  ])
  func aFolderIsWrittenApart(line: String) throws {
    try program.folder.write("a,b,label\n1,2,ash\n81,3,oak\n5,5,yew\n", to: "d/train.csv")
    try FileManager.default.createDirectory(at: program.folder("g"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      at: program.folder("l"), withDestinationURL: program.folder("g"))
    let outcome = try program(line)
    #expect(outcome.status == 64, "\(outcome.error)")
    #expect(outcome.error.contains("expected a folder apart from the data, found one in what is read: "))
    let names = try FileManager.default.contentsOfDirectory(atPath: program.folder("d").path)
    #expect(names == ["train.csv"])
  }

  /// A result may be written again, in place of the last one.
  @Test func aResultIsOverwritten() throws {
    for _ in 0..<2 { #expect(try program("predict m.safetensors new.csv -o out.csv -q").status == 0) }
    #expect(try String(contentsOf: program.folder("out.csv"), encoding: .utf8).hasPrefix("input,"))
  }

  /// A model where examples are to stand, or a folder of models where a model is.
  @Test(arguments: [
    ("predict new.csv m.safetensors", "m.safetensors: expected one model, and behind it what to use it on"),
    ("predict --model m.safetensors m.safetensors", "m.safetensors: expected one model"),
    (
      "predict p new.csv",
      "p: expected something to use the model on, found a folder of runs; for the newest of them: --runs p"
    ),
    (
      "evaluate p",
      "p: expected a run folder, found a folder of runs; name one of them, or take the newest: --runs p"
    ),
    ("export p -o x.onnx", "p: expected a run folder, found a folder of runs"),
  ])
  func whatStandsInTheWrongPlaceIsNamed(line: String, message: String) throws {
    let outcome = try program(line)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(message), "\(outcome.error)")
  }
}
