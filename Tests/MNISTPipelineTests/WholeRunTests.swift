import Foundation
import StrataTestSupport
import Testing

struct WholeRunTests {
  @Test func withoutMNISTItGoesOnWithSyntheticDigitsAndSaysSo() throws {
    let program = try Program()
    let outcome = try program(
      "run --recipe sdae-3.yml --threads 1 --set limit=100 --set validation=50 --set stack.units=[6] "
        + "--set pretraining.epochs=40 --set pretraining.batch_size=10 --set fine_tuning.epochs=1")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("Test error on synthetic digits (5,000 test examples)\n"))
    #expect(outcome.error.hasPrefix("note "))
    let said = outcome.error.split { $0.isWhitespace }.joined(separator: " ")
    #expect(said.contains("going on with synthetic digits, which are not mnist"))
    #expect(said.contains("mnist-pipeline data fetch"))
  }

  /// Whoever says where MNIST lies gets it, or an error, and never other digits.
  @Test func aFolderThatTheEnvironmentNamesIsNotReplaced() throws {
    var program = try Program()
    program.environment["MNIST_DIR"] = "/nowhere/at/all"
    let outcome = try program(
      "run --threads 1 --set limit=100 --set stack.units=[6] --set pretraining.epochs=1")
    #expect(outcome.status == 66)
    #expect(outcome.error.contains("/nowhere/at/all"))
    #expect(outcome.output.isEmpty)
    #expect(try program.runs("pretrain").isEmpty)
  }

  @Test func theSameSeedGivesTheSameFiles() throws {
    let program = try Program(TinyDigits())
    for _ in 1...2 { try #require(try program("run \(Program.tiny) --quiet --seed 5").status == 0) }
    let contents = try program.folder.contents
    for stage in ["pretrain", "finetune"] {
      let runs = try program.runs(stage)
      #expect(runs.count == 2)
      for file in ["last.safetensors", "graph.svg", "recipe.yml"] {
        #expect(contents["runs/\(runs[0])/\(file)"] != nil)
        #expect(contents["runs/\(runs[0])/\(file)"] == contents["runs/\(runs[1])/\(file)"], "\(file)")
      }
    }
  }

  @Test func nothingThatIsThereIsTouched() throws {
    let program = try Program(TinyDigits())
    try #require(try program("run \(Program.tiny) --quiet").status == 0)
    let before = try program.folder.contents
    try #require(try program("run \(Program.tiny) --quiet").status == 0)
    var after = try program.folder.contents.filter { before[$0.key] != nil }
    // The list of all runs grows with them.
    #expect(after["runs/index.html"] != before["runs/index.html"])
    after["runs/index.html"] = before["runs/index.html"]
    #expect(after == before)
  }

  /// A reader that has seen enough is no failure worth a word.
  @Test func aClosedPipeIsQuiet() throws {
    let program = try Program()
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", "'\(Program.executable.path)' recipe 2>error | true"]
    shell.currentDirectoryURL = program.folder.url
    try shell.run()
    shell.waitUntilExit()
    #expect(try program.folder.contents["error"] == Data())
  }
}
