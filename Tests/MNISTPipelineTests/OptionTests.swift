import Foundation
import StrataTestSupport
import Testing

/// Options mean the same everywhere, and are refused where they would mean nothing.
struct OptionTests {
  @Test(arguments: ["recipe", "experiment list", "data info --dataset ./digits", "doctor"])
  func jsonIsJSONWhereverItIsTaken(command: String) throws {
    let outcome = try Program(TinyDigits())("\(command) --json --quiet")
    #expect(outcome.status == 0)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) }
  }

  /// An experiment that draws its own examples, or looks at no pictures of one's own, takes none.
  @Test(arguments: [
    ["--dataset", "nosuch"], ["--data", "nosuch"], ["--set", "dataset=nosuch"], ["--images", "nosuch"],
  ])
  func anExperimentRefusesWhatItDoesNotUse(options: [String]) throws {
    let outcome = try Program()(["experiment", "bmi"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.error.hasPrefix("error: experiment bmi: expected no "), "\(outcome.error)")
  }

  @Test func aRecipeAsJSONHasItsValues() throws {
    let outcome = try Program()("recipe --json --set stack.units=[3,4] --set pretraining.learning_rate=0.25")
    let recipe = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect((recipe["stack"] as? [String: Any])?["units"] as? [Int] == [3, 4])
    #expect((recipe["pretraining"] as? [String: Any])?["learning_rate"] as? Double == 0.25)
    #expect(recipe["seed"] as? Int == 1)
  }

  @Test(arguments: [
    "data preview --json", "recipe --plain --json", "recipe --threads 2", "recipe --runs r",
    "data info --seed 2",
    "data fetch --engine openblas", "doctor --runs r", "run --json --format csv",
    "evaluate --json --format text",
    "benchmark dae --runs r", "report --seed 1", "data inspect digits --set fine_tuning.epochs=2",
    "data convert digits d --set split=seed",
    "predict mnist --set seed=2", "score mnist --set data.split_seed=2",
    "evaluate --model m.safetensors --seed 2",
    "evaluate --model m.safetensors --set limit=10", "baseline --set stack.units=3",
  ])
  func whatMeansNothingIsRefused(line: String) throws {
    let outcome = try Program(TinyDigits())(line)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
  }

  /// Which of two is meant is not guessed.
  @Test(arguments: [
    "run --recipe quick --recipe standard", "run --seed 1 --threads 2 --seed=2",
    "predict a.csv -o b.csv -o c.csv",
    "finetune --dataset ./digits --dataset ./digits",
  ])
  func whatIsSaidTwiceIsRefused(line: String) throws {
    let outcome = try Program(TinyDigits())(line)
    #expect(outcome.status == 64)
    #expect(
      outcome.error.contains(": expected it once, found it again; leave one of them out"), "\(outcome.error)")
    // Keys may be set one by one, and what says the same twice does no harm.
    let other = try Program(TinyDigits())(
      "data info --dataset ./digits --set limit=50 --set seed=2 -q -q --json --json")
    #expect(other.status == 0, "\(other.error)")
  }

  @Test(arguments: [
    ("run --seed -1", "The value '-1' is invalid for '--seed"), ("run --labels -5", "labels"),
    ("data generate x --count -1", "not -1"), ("run --checkpoint-every -1", "not -1"),
    ("run --threads -2", "not -2"), ("run --seeds -3", "not -3"),
  ])
  func aNegativeNumberIsNamed(line: String, message: String) throws {
    let outcome = try Program(TinyDigits())(line)
    #expect(outcome.status == 64 || outcome.status == 78)
    #expect(outcome.error.contains(message) && !outcome.error.contains("Missing value"), "\(outcome.error)")
  }

  /// A number says how many labels are kept, anything else is a file of labels.
  @Test func labelsAreANumberOrAFile() throws {
    let program = try Program(TinyDigits())
    let few = try program("data info --dataset ./digits --labels 20")
    #expect(few.output.contains("20 training"), "\(few.output)\(few.error)")
    let all = try program("data info --dataset ./digits --labels all")
    #expect(try all.output == program("data info --dataset ./digits").output)
    let none = try program("data info --dataset ./digits --labels 3")
    #expect(none.status == 64 && none.error.contains("a label for each class at least, 10"), "\(none.error)")
    try Data("a,b\n1,2\n3,4\n".utf8).write(to: program.folder("t.csv"))
    // What is no number is a file, which images with labels of their own have no use for.
    for words in ["1e2", "nofile", "0", "./20"] {
      let outcome = try program("data info --dataset ./digits --labels \(words)")
      #expect(outcome.status != 0, "\(words): \(outcome.output)")
    }
    let file = try program("data info --dataset ./t.csv --labels ./20")
    #expect(file.status != 0 && file.error.contains("20"), "\(file.error)")
  }

  @Test(arguments: ["run", "predict trees.csv", "data inspect trees.csv"])
  func whatAFlagSaysIsFoundWrongByItsName(command: String) throws {
    let outcome = try Program(TinyDigits())("\(command) --image-size 28")
    #expect(outcome.status == 64)
    #expect(outcome.error.hasPrefix("error: --image-size: expected own, or HEIGHTxWIDTH"), "\(outcome.error)")
  }

  /// A column may be called as only YAML would have to quote it.
  @Test(arguments: ["a: b", "[x]", "#1", "null", "- y", "1e3", "'", "auto: no"])
  func flagsAreTakenAsTheyAre(name: String) throws {
    let program = try Program()
    let rows = (0..<40).map { "\($0),\($0 % 2)" }.joined(separator: "\n")
    try Data("width,\"\(name)\"\n\(rows)\n".utf8).write(to: program.folder("t.csv"))
    let label = "'" + name.replacing("'", with: "'\\''") + "'"
    let outcome = try program.inShell("$P data inspect t.csv --label=\(label)")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("rows of 1 column"), "\(outcome.output)")
    // The recipe that a run keeps has it as YAML.
    let run = try program.inShell("$P baseline --dataset ./t.csv --label=\(label) --quiet --threads 1")
    #expect(run.status == 0, "\(run.error)")
    let again = try program("evaluate --quiet")
    #expect(again.status == 0, "\(again.error)")
  }

  @Test(arguments: [
    "run", "pretrain", "finetune", "baseline", "evaluate", "experiment", "filters", "report", "data fetch",
    "data info", "data preview", "recipe", "benchmark", "doctor",
  ])
  func everyCommandCanBeQuiet(command: String) throws {
    #expect(try Program()("\(command) --help").output.contains("--quiet"))
  }

  @Test(arguments: [
    ("pretrian", "pretrain"), ("evalute", "evaluate"), ("fine-tune", "finetune"), ("data prevew", "preview"),
    ("benchmarks", "benchmark"),
  ])
  func aMistypedCommandNamesTheNearest(line: String, nearest: String) throws {
    for line in [line, "help \(line)"] {
      let outcome = try Program()(line)
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.error.contains("Did you mean '\(nearest)'?"), "\(outcome.error)")
    }
  }

  /// Examples of the help are lines that the program takes: each has a command and options that are there.
  @Test(arguments: [
    "run", "pretrain", "finetune", "baseline", "evaluate", "experiment", "filters", "report", "data fetch",
    "data info", "data preview", "recipe", "benchmark", "doctor",
  ])
  func examplesOfTheHelpAreTaken(command: String) throws {
    let program = try Program()
    let help = try program("\(command) --help").output
    let examples = help.split(separator: "\n").compactMap { $0.firstMatch(of: /^  mnist-pipeline (.+)$/)?.1 }
    #expect(!examples.isEmpty)
    for example in examples {
      // What follows two spaces explains the line; what follows > is the shell's.
      let line = example.split(separator: "  ")[0].split(separator: ">")[0]
      // Whoever asks for help besides is shown it only when the line is right up to there.
      let outcome = try program.inShell("$P \(line) --no-such-option")
      #expect(outcome.status == 64)
      #expect(outcome.error.contains("Unknown option '--no-such-option'"), "\(line): \(outcome.error)")
    }
  }

  /// Commands are printed as the program was called, with the folders that were named.
  @Test func printedCommandsRunWhereTheyWerePrinted() throws {
    let program = try Program(TinyDigits())
    let outcome = try program.inShell("$P finetune --runs 'my runs'")
    #expect(outcome.status == 66)
    #expect(
      outcome.error.hasSuffix("; run: \(Program.executable.path) pretrain --runs 'my runs'\n"),
      "\(outcome.error)")
    try #require(try program("pretrain --runs mine \(Program.tiny)").status == 0)
    let run = try #require(
      try FileManager.default.contentsOfDirectory(atPath: program.folder("mine").path).first {
        $0.hasSuffix("pretrain")
      })
    let wrong = try program("finetune --runs mine --resume \(run)")
    #expect(wrong.status == 64)
    #expect(wrong.error.hasSuffix(": mnist-pipeline pretrain --resume mine/\(run)\n"), "\(wrong.error)")
  }
}
