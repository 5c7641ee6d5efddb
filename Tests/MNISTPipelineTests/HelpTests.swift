import Testing

/// Whole help texts: what a user reads first.
struct HelpTests {
  private static let commands = [
    "", "run", "pretrain", "finetune", "baseline", "evaluate", "tune", "experiment", "filters", "report",
    "data",
    "predict", "encode", "reconstruct", "score", "export", "serve", "data fetch", "data info", "data inspect",
    "data convert", "data generate", "data preview",
    "recipe", "benchmark", "doctor",
  ]

  @Test(arguments: commands) func isWholeAndFitsATerminal(command: String) throws {
    let help = try Program()("help \(command)")
    #expect(help.status == 0)
    #expect(help.error.isEmpty)
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(help.output.contains("\nEXAMPLES\n  mnist-pipeline "))
    let name = (["help"] + command.split(separator: " ").map(String.init)).joined(separator: "-")
    try expectGolden(help.output, "\(name).txt")
  }

  @Test(arguments: commands) func isWhatTheOptionSays(command: String) throws {
    let option = try Program()("\(command) --help")
    #expect(option.status == 0)
    #expect(try option.output == Program()("help \(command)").output)
  }

  @Test func theVersionIsPrinted() throws {
    let version = try Program()("--version")
    #expect(version.output == "0.1.0\n")
    #expect(version.status == 0)
  }
}
