import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataSession

struct ProgramNameTests {
  private static let built = ".build/x86_64-unknown-linux-gnu"

  @Test(arguments: [
    ("mnist-pipeline", "/anywhere", ["mnist-pipeline"]), ("./mnist-pipeline", "/here", ["./mnist-pipeline"]),
    ("/opt/bin/mnist-pipeline", "/", ["/opt/bin/mnist-pipeline"]),
    ("\(built)/debug/mnist-pipeline", "/home/strata", ["swift", "run", "mnist-pipeline"]),
    ("../\(built)/debug/mnist-pipeline", "/home/strata/docs", ["swift", "run", "mnist-pipeline"]),
    ("\(built)/release/mnist-pipeline", "/home/strata", ["swift", "run", "-c", "release", "mnist-pipeline"]),
    ("/home/strata/\(built)/debug/mnist-pipeline", "/home/strata", ["swift", "run", "mnist-pipeline"]),
    ("/home/strata/\(built)/debug/mnist-pipeline", "/tmp", ["/home/strata/\(built)/debug/mnist-pipeline"]),
    (".build/debug/mnist-pipeline", "/home/strata", [".build/debug/mnist-pipeline"]), ("", "/", [""]),
  ])
  func isSpelledAsItWasCalled(path: String, workingDirectory: String, words: [String]) {
    #expect(ProgramName.called(as: path, in: workingDirectory) == words)
  }

  @Test(arguments: [
    ("strata", "strata"), ("/usr/bin/strata", "strata"), ("./strata", "strata"),
    ("mnist-pipeline", "mnist-pipeline"), ("/a/strata/mnist-pipeline", "mnist-pipeline"),
    ("my-own", "mnist-pipeline"), ("strata.old", "mnist-pipeline"), ("", "mnist-pipeline"),
  ])
  func hasTwoNames(path: String, name: String) { #expect(ProgramName.short(of: path) == name) }

  /// The name of the program in a path, or at the end of a sentence, is none of a command.
  @Test func onlyTheAdviceIsSpelledAnew() {
    let error = InputError(
      .missingInput, at: "mnist-pipeline a", expected: "mnist-pipeline b", found: "mnist-pipeline c",
      advice: "run: mnist-pipeline pretrain, or /bin/mnist-pipeline run, or ask mnist-pipeline")
    #expect(
      ProgramName.spelling(error, with: ["my program"]).description
        == "mnist-pipeline a: expected mnist-pipeline b, found mnist-pipeline c; "
        + "run: 'my program' pretrain, or /bin/mnist-pipeline run, or ask mnist-pipeline")
  }
}
