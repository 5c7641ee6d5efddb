import Foundation
import StrataDatasets
import StrataTestSupport
import Testing

/// What a model is used on, and what is said of it.
struct UsingTests {
  private func program() throws -> Program {
    let program = try Program()
    let rows = (0..<90).map { "\($0 % 3 * 40 + $0 % 7),\($0 % 5),\(["ash", "oak\u{1B}[31m", "yew"][$0 % 3])" }
    try Data(("a,b,label\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: program.folder("t.csv"))
    try Data("a,b\n1,2\n81,3\n".utf8).write(to: program.folder("new.csv"))
    return program
  }

  /// A machine without probabilities says its margins, and calls them so.
  @Test func marginsAreNoProbabilities() throws {
    let program = try program()
    try #require(try program("baseline --model svm --dataset ./t.csv --threads 1 --quiet").status == 0)
    let table = try program("predict new.csv --quiet")
    #expect(table.output.hasPrefix("input,class,margin,second,second_margin,third,third_margin,unlike\r\n"))
    let json = try program("predict new.csv --quiet --json")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(rows.count == 2 && rows.allSatisfy { $0["margin"] is Double && $0["probability"] == nil })
    try #require(try program("baseline --dataset ./t.csv --threads 1 --quiet").status == 0)
    #expect(try program("predict new.csv --quiet").output.hasPrefix("input,class,probability,second,"))
    #expect(try program("predict new.csv --quiet -o -").output.hasPrefix("input,class,probability,second,"))
    #expect(!FileManager.default.fileExists(atPath: program.folder("-").path))
  }

  @Test func inputsThatCannotBeTakenAreNamed() throws {
    let program = try program()
    try #require(try program("baseline --dataset ./t.csv --threads 1 --quiet").status == 0)
    let two = try program("predict t.csv new.csv")
    #expect(two.status == 64)
    #expect(two.error.contains("expected one table or array at a time, or pictures, found 2 inputs"))
    let pipe = try program.inShell("mkfifo p; timeout 20 $P predict p")
    #expect(pipe.error.contains("p: expected a file or a folder, found a pipe or a device"), "\(pipe.error)")
    let part = try program("predict t.csv --part test")
    #expect(part.status == 64)
    #expect(part.error.contains("predictions.csv"), "\(part.error)")
    // The file has no parts, so that all of it is not the one that was trained on.
    #expect(try program("predict t.csv --part train").error.contains("t.csv, which has none"))
    #expect(try program("predict t.csv --part all --quiet").status == 0)
    try #require(try program("evaluate --quiet").status == 0)
    let evaluation = try program("predict \(program.runs("evaluate")[0]) new.csv")
    #expect(evaluation.error.contains("expected a run that leaves a model"), "\(evaluation.error)")
  }

  /// Files that the program makes for itself are none that a user has heard of.
  @Test func filesInBetweenAreNotNamed() throws {
    let program = try program()
    try #require(try program("baseline --dataset ./t.csv --threads 1 --quiet").status == 0)
    try NPYArray([1, 2, 81, 3] as [Float], shape: [2, 2]).write(to: program.folder("x.npy"))
    let piped = try program.inShell("$P predict - <x.npy")
    #expect(piped.status == 0 && !piped.error.contains("-input"), "\(piped.error)")
    let unwritable = try program("data convert t.csv /proc/arrays --label label")
    #expect(unwritable.status == 73)
    #expect(
      unwritable.error.contains("/proc/arrays: ") && !unwritable.error.contains(".tmp"), "\(unwritable.error)"
    )
  }

  /// What is said of the numbers is said of what the model makes of them.
  @Test func aModelByItselfReadsAsItWasTrained() throws {
    let program = try program()
    try #require(try program("baseline --dataset ./t.csv --threads 1 --quiet").status == 0)
    try Data("a,b,label\n1,2,ash\n1,2,ash\n41,2,yew\n".utf8).write(to: program.folder("b.csv"))
    let model = try program.runs("baseline")[0]
    let outcome = try program("evaluate --model \(model) --dataset b.csv --label label")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(!outcome.output.contains("the same in all training rows"), "\(outcome.output)")
  }

  /// The newest model that cannot be read is not another one.
  @Test func aDamagedNewestRunIsNoOlderOne() throws {
    let program = try program()
    for _ in 0..<2 {
      try #require(try program("baseline --dataset ./t.csv --threads 1 --quiet").status == 0)
    }
    let runs = try program.runs("baseline")
    try Data("{".utf8).write(to: program.folder("runs/\(runs[1])/run.json"))
    let outcome = try program("predict new.csv --quiet")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("runs/\(runs[1])/run.json"), "\(outcome.error)")
    #expect(try program("predict \(runs[0]) new.csv --quiet").status == 0)
  }

  /// A newer network from random weights, as `run --from-scratch` leaves, is not taken in place of the pretrained one: by
  /// no command.
  @Test func thePretrainedNetworkIsTheOneThatIsUsed() throws {
    let program = try program()
    let recipe = "--dataset ./t.csv --set stack.units=[4] --set fine_tuning.epochs=2 --threads 1 --quiet"
    let first = try program("finetune --from-scratch \(recipe)")
    #expect([0, 3].contains(first.status), "\(first.error)")
    let scratch = try program.runs("finetune")[0]
    #expect(try program("predict new.csv").error.contains("runs/\(scratch)"))
    _ = try program("pretrain \(recipe) --set pretraining.epochs=1")
    _ = try program("finetune --set fine_tuning.epochs=2 --threads 1 --quiet")
    let tuned = try #require(try program.runs("finetune").last)
    let last = try program("finetune --from-scratch \(recipe)")
    #expect([0, 3].contains(last.status), "\(last.error)")
    for line in [
      "predict new.csv", "encode new.csv -o c.npy", "score new.csv", "export -o model.npz", "evaluate",
    ] {
      let outcome = try program(line)
      #expect([0, 3].contains(outcome.status), "\(line): \(outcome.error)")
      #expect(outcome.error.contains(tuned), "\(line): \(outcome.error)")
    }
  }

  /// Pictures have no parts, whatever their folders are called.
  @Test func picturesHaveNoParts() throws {
    let program = try Program(TinyDigits())
    try #require(try program("baseline \(Program.tinyLinear) --quiet").status == 0)
    try FileManager.default.createDirectory(
      at: program.folder("p/test/a"), withIntermediateDirectories: true)
    try Data().write(to: program.folder("p/test/a/1.png"))
    let outcome = try program("predict p --part test")
    #expect(outcome.status == 64)
    #expect(
      outcome.error.contains("--part test: expected an array, a table or a data set"), "\(outcome.error)")
  }

  /// What files call their classes does not steer a terminal.
  @Test func namesDoNotSteerATerminal() throws {
    let program = try program()
    for line in ["data inspect t.csv", "baseline --dataset ./t.csv --threads 1", "evaluate"] {
      let outcome = try program(line)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(!(outcome.output + outcome.error).contains("\u{1B}"), "\(line)")
    }
    #expect(try program("data inspect t.csv").output.contains(#"oak\u{1B}[31m: "#))
    let onTerminal = try program.inShell("script -qec \"$P predict t.csv --quiet\" /dev/null")
    #expect(!onTerminal.output.contains("\u{1B}"))
    #expect(onTerminal.output.contains(#"oak\u{1B}[31m"#), "\(onTerminal.output.prefix(300))")
    // Programs get the names as they are.
    #expect(try program("predict t.csv --quiet").output.contains("oak\u{1B}[31m"))
  }

  /// A file is no folder to write a data set to, and stays.
  @Test func aFileIsNoPlaceForAFolder() throws {
    let program = try program()
    let outcome = try program("data convert t.csv new.csv --label label")
    #expect(outcome.status == 73)
    #expect(outcome.error.contains("expected a new folder, or an empty one, found a file of that name"))
    #expect(try program("data inspect new.csv").status == 0)
  }

  /// Few examples are gone through more often than the recipe shows, which is said.
  @Test func moreEpochsAreSaid() throws {
    let program = try program()
    let line = "pretrain --dataset ./t.csv --set stack.units=[2] --threads 1"
    let words = try program(line).error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "epochs 2500 in place of 5, for 5,000 steps on so few examples; pretraining.epochs chooses"),
      "\(words.prefix(400))")
    #expect(try !program("\(line) --set pretraining.epochs=3").error.contains("in place of"))
  }

  /// Who stopped a pretraining goes on with it.
  @Test func aStoppedRunIsGoneOnWith() throws {
    let program = try program()
    let running = try program.start(
      "pretrain --dataset ./t.csv --set stack.units=[2] --set pretraining.epochs=100000 --threads 1")
    try #require(try running.wait { try !program.runs("pretrain").isEmpty })
    running.signal(SIGINT)
    #expect(try running.outcome().status == 130)
    let outcome = try program("finetune")
    #expect(outcome.status == 66)
    let run = try program.runs("pretrain")[0]
    #expect(outcome.error.contains("go on with it: "), "\(outcome.error)")
    #expect(outcome.error.contains("pretrain --resume runs/\(run)"), "\(outcome.error)")
  }
}
