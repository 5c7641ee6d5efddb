import Foundation
import StrataTestSupport
import Testing

/// Experiments from the command line.
struct ExperimentTests {
  @Test func theListIsWhole() throws {
    let outcome = try Program()("experiment list")
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "experiments.txt")
  }

  @Test func theResultIsATableAndAVerdict() throws {
    let program = try Program(TinyDigits())
    let line =
      "experiment depth --quick --seeds 2 --dataset ./digits --threads 1 --quiet --set stack.units=[6,5]"
      + " --set limit=60"
    let outcome = try program(line)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.error.isEmpty)
    #expect(outcome.output.contains("The claim "))
    #expect(outcome.output.contains("layers  "))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.dropLast().allSatisfy { $0.count <= 80 })
    #expect(lines.last?.hasPrefix("  mnist-pipeline experiment depth --seeds 2 --quick ") == true)
    let json = try program(line + " --json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["observations"] as? [Any])?.count == 2 * 2 * 2)
    #expect((object?["command"] as? String)?.hasPrefix("mnist-pipeline experiment depth") == true)
    #expect(try program.runs("experiment").count == 2)
  }

  @Test func anImageFolderWithoutImagesIsAnError() throws {
    let program = try Program(TinyDigits())
    let outcome = try program("experiment edges --images ./digits --quick --seeds 1 --quiet")
    #expect([65, 66].contains(outcome.status))
    #expect(outcome.output.isEmpty)
    #expect(outcome.error.contains("digits"))
  }

  /// An option that the experiment does not look at is refused, not ignored.
  @Test(arguments: [
    "bmi --dataset /nosuch", "edges --data .", "bmi --set dataset=synthetic", "depth --images ./x",
  ])
  func whatIsNotUsedIsRefused(line: String) throws {
    let program = try Program(TinyDigits())
    let outcome = try program("experiment \(line) --quick --seeds 1 --quiet")
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("leave "), "\(outcome.error)")
    #expect(try program.runs("experiment").isEmpty)
  }
}
