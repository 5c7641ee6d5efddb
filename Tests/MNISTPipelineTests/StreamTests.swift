import Foundation
import StrataTestSupport
import Testing

/// What goes where: the result to the standard output, everything else to the standard error.
struct StreamTests {
  @Test(arguments: ["pretrain", "finetune --from-scratch", "baseline"])
  func aStagePrintsItsRunAndNothingElse(command: String) throws {
    let program = try Program(TinyDigits())
    let outcome = try program("\(command) \(Program.tiny(for: command))")
    let stage = try #require(command.split(separator: " ").first)
    let run = try #require(program.runs(String(stage)).first)
    #expect(outcome.status == 0)
    #expect(outcome.output == "runs/\(run)\n")
    #expect(outcome.error.contains("sha256"))
    #expect(outcome.error.split(separator: "\n").count > 5)
    #expect(!outcome.error.contains("\u{1B}"), "no terminal, no bar")
  }

  @Test(arguments: ["pretrain", "finetune --from-scratch", "baseline", "run", "data info", "recipe"])
  func quietSaysNothingButTheResult(command: String) throws {
    let options = Program.tiny(for: command)
    let outcome = try Program(TinyDigits())("\(command) \(options) --quiet")
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    #expect(!outcome.output.isEmpty)
  }

  @Test(arguments: [
    ("pretrain", ["findings", "layers", "parameters", "run", "seconds"]),
    (
      "finetune --from-scratch",
      ["best_epoch", "findings", "parameters", "reason", "run", "seconds", "validation_error_percent"]
    ),
    ("baseline", ["converged", "model", "parameters", "run", "seconds", "validation_error_percent"]),
    ("run", ["dataset", "models", "remarks"]),
    (
      "data info",
      [
        "classes", "image_height", "image_width", "is_published", "layout", "name", "normalization", "origin",
        "remarks", "sha256", "split", "test", "title", "train", "unlabelled", "validation",
      ]
    ),
    ("doctor", ["findings"]),
  ])
  func jsonHasItsKeys(command: String, keys: [String]) throws {
    let options = Program.tiny(for: command)
    let outcome = try Program(TinyDigits())("\(command) \(options) --json --quiet")
    #expect(outcome.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect(try #require(object as? [String: Any]).keys.sorted() == keys)
  }

  @Test func filtersPrintsThePicturesItWrote() throws {
    let program = try Program(TinyDigits())
    try #require(try program("pretrain \(Program.tiny) --quiet").status == 0)
    let run = try #require(program.runs("pretrain").first)
    let outcome = try program("filters --quiet")
    guard outcome.status != 69 else {
      // A build without libpng says what to install.
      #expect(outcome.error.contains("libpng-dev"))
      return
    }
    #expect(outcome.output == "runs/\(run)/filters.png\nruns/\(run)/reconstructions.png\n")
  }

  @Test func aPlainRecipeIsARecipe() throws {
    let program = try Program()
    let first = try program("recipe --plain --set seed=9")
    try program.folder.write(first.output, to: "my.yml")
    #expect(try program("recipe --plain --recipe my.yml").output == first.output)
  }

  @Test(.enabled(if: Program.hasTerminals)) func coloursAreForTerminalsThatWantThem() throws {
    var program = try Program(TinyDigits())
    let preview = "data preview --dataset ./digits --count 1"
    #expect(try program.onTerminal(preview).contains("\u{1B}["))
    #expect(try !program(preview).output.contains("\u{1B}"))
    program.environment["NO_COLOR"] = "1"
    #expect(try !program.onTerminal(preview).contains("\u{1B}"))
  }

  @Test(.enabled(if: Program.hasTerminals)) func aTerminalGetsABar() throws {
    let program = try Program(TinyDigits())
    #expect(try program.onTerminal("pretrain \(Program.tiny)").contains("\r\u{1B}[Klayer 1/1  epoch 1/5  "))
    #expect(try !program.onTerminal("pretrain \(Program.tiny) --quiet").contains("\u{1B}"))
  }

  @Test func imagesAreDrawn() throws {
    let outcome = try Program(TinyDigits())("data preview --dataset ./digits --count 10")
    try expectGolden(outcome.output, "preview.txt")
  }
}
