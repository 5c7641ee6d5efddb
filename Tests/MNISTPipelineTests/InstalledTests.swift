import Foundation
import StrataTestSupport
import Testing

/// The installed program: what it is called, and what it finds.
struct InstalledTests {
  @Test(arguments: [
    "--help", "help run", "predict --help", "help tune", "help serve", "help evaluate", "help recipe",
    "help export", "data fetch --help", "help data convert", "run --no-such-option", "predict", "prdict",
    "doctor",
    "evaluate", "run --recipe absent.yml", "run --set seeed=1", "run --set stack=1", "finetune",
    "experiment no",
    "report", "predict model.onnx", "data info", "data info --dataset fashion-mnist",
  ])
  func isCalledStrataThroughout(line: String) throws {
    let installation = try Installation()
    let general = try installation(line)
    let said = general.output + general.error
    #expect(!said.isEmpty)
    #expect(!said.contains("mnist-pipeline"), "\(said)")
    #expect(!said.contains("swift run") && !said.contains(".build/"), "\(said)")
    let named = try installation(line, as: "mnist-pipeline")
    #expect(named.status == general.status)
    #expect(!(named.output + named.error).contains(/\bstrata (run|predict|data|recipe|--help)/))
  }

  @Test func helpAndAdviceSayStrata() throws {
    let installation = try Installation()
    #expect(try installation("predict --help").output.contains("USAGE: strata predict [<model>]"))
    #expect(try installation("--help").output.contains("\n  strata run --recipe quick\n"))
    #expect(try installation("run --no-such-option").error.contains("See 'strata run --help'"))
    let error = try installation("evaluate").error
    #expect(error.contains(" strata finetune"), "\(error)")
    #expect(try installation("doctor").output.contains("strata 0.1.0"))
    // By its path it is called as the path was typed.
    let path = installation.executable.path
    let typed = try installation.program.inShell("'\(path)' evaluate")
    #expect(typed.error.contains("'\(path)' finetune"), "\(typed.error)")
  }

  @Test(arguments: ["quick", "quick.yml", "Models/quick.yml"])
  func recipesAreFoundByName(name: String) throws {
    let outcome = try Installation()("recipe --plain --recipe \(name)")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.hasPrefix("name: quick\n"))
  }

  /// A path first, then the folder that one works in, then what came with the program.
  @Test func whatIsNearerWins() throws {
    let installation = try Installation()
    let folder = installation.program.folder
    func name() throws -> String? {
      try installation("recipe --plain --recipe quick").output.split(separator: "\n").first.map(String.init)
    }
    try folder.write("name: here\n", to: "Models/quick.yml")
    #expect(try name() == "name: here")
    try folder.write("name: path\n", to: "quick")
    #expect(try name() == "name: path")
    // A folder of that name is no recipe.
    try FileManager.default.removeItem(at: folder("quick"))
    try folder.write("", to: "quick/run.json")
    #expect(try name() == "name: here")
  }

  @Test(arguments: ["quik", "quik.yml", "Models/quik.yml"])
  func anUnknownNameIsAnsweredWithThoseThereAre(name: String) throws {
    let outcome = try Installation()("run --recipe \(name)")
    #expect(outcome.status == 66)
    #expect(
      outcome.error == "error: \(name): expected a recipe: the path of a file, or one of few-labels, quick, "
        + "found no such file or name; did you mean quick? If not, check the path\n")
  }

  @Test func theDefaultRecipeNeedsNoFile() throws {
    #expect(try Installation()("recipe --plain").output.hasPrefix("name: standard\n"))
  }

  /// Without runs, and named in every way that documents name it.
  @Test(arguments: ["", "digits.safetensors", "Models/digits.safetensors"])
  func theModelThatComesWithItIsFound(name: String) throws {
    let installation = try Installation()
    let outcome = try installation("export \(name) -o model.json")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(FileManager.default.fileExists(atPath: installation.program.folder("model.json").path))
    if name.isEmpty {
      let place = installation.shared("Models/digits.safetensors")
      #expect(
        outcome.error.inOneLine.contains("\(place): there are no runs under runs"), "\(outcome.error)")
    }
  }

  @Test func documentsAreNamedWhereTheyLie() throws {
    let installation = try Installation()
    let help = try installation("help export").output.inOneLine
    #expect(help.contains("\(installation.shared("docs/formats.md")) describes all of them."), "\(help)")
  }

  /// What a shell completes, and what is written down as a manual, is the program of that name.
  @Test(arguments: ["strata", "mnist-pipeline"]) func completionsAreThoseOfTheName(name: String) throws {
    let installation = try Installation()
    for (shell, line) in [
      ("bash", "complete -o filenames -F"), ("zsh", "#compdef \(name)"), ("fish", "complete -c '\(name)'"),
    ] {
      let script = try installation("--generate-completion-script \(shell)", as: name).output
      #expect(script.contains(line), "\(shell)")
      #expect(script.contains(name))
    }
  }
}

extension String {
  /// The text as it was before it was broken into lines.
  fileprivate var inOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
