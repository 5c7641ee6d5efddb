import Foundation
import StrataTestSupport
import Testing

/// Streams that cannot be written: messages are let go and the work goes on; a result is an error, or was not wanted.
struct BrokenStreamTests {
  private static let ways = ["2>/dev/full", "2>&-", "2> >(exec true)"]
  private static let commands = [
    "pretrain \(Program.tiny)", "finetune --from-scratch \(Program.tinyScratch)",
    "baseline \(Program.tinyLinear)",
    "run \(Program.tiny)", "data info --dataset ./digits", "doctor", "recipe",
  ]

  @Test(arguments: commands, ways) func messagesThatCannotBeWrittenEndNothing(command: String, way: String)
    throws
  {
    let outcome = try Program(TinyDigits()).inShell("$P \(command) \(way)")
    #expect(outcome.status == 0)
    #expect(!outcome.output.isEmpty)
  }

  @Test(arguments: commands + ["--help", "--version", "help run", "experiment list"], [">/dev/full", ">&-"])
  func aResultThatCannotBeWrittenIsAnError(command: String, way: String) throws {
    let outcome = try Program(TinyDigits()).inShell("$P \(command) \(way)")
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("error: the standard output: expected to write the result there, found "))
  }

  /// A file that is opened next would take the number of a stream that is closed.
  @Test func noFileTakesTheNumberOfAClosedStream() throws {
    let program = try Program(TinyDigits())
    #expect(try program.inShell("$P pretrain \(Program.tiny) <&- >&- 2>&-").status == 74)
    let run = try #require(try program.runs("pretrain").first)
    let outcome = try program("finetune --from \(run) --quiet \(Program.tiny)")
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test(arguments: ["recipe", "--help", "doctor", "data info --dataset ./digits"])
  func aReaderWhoHasSeenEnoughIsNoError(command: String) throws {
    let outcome = try Program(TinyDigits()).inShell("$P \(command) | true; echo ${PIPESTATUS[0]}")
    #expect(["0\n", "141\n"].contains(outcome.output))
    #expect(outcome.error.isEmpty || !outcome.error.contains("error"), "\(outcome.error)")
  }

  /// A log that grows beyond what the shell allows is a log that cannot be written.
  @Test func aLogBeyondTheLimitOnFilesEndsNothing() throws {
    let program = try Program(TinyDigits())
    // 64 kB for the run's files; the log has as much before the first word.
    let outcome = try program.inShell(
      "head -c 400000 /dev/zero > log; ulimit -f 384; $P pretrain \(Program.tiny) 2>>log")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try program.runs("pretrain").count == 1)
  }

  /// Training whose reader is gone ends as with SIGTERM: marked, and to be gone on with.
  @Test(arguments: ["2>&1 | head -c 300 >&2", "| true"]) func trainingThatNobodyReadsStopsInOrder(way: String)
    throws
  {
    let program = try Program(TinyDigits())
    let outcome = try program.inShell(
      "$P pretrain \(Program.tiny) --set pretraining.epochs=1000000 \(way); echo ${PIPESTATUS[0]}")
    #expect(outcome.output == "141\n")
    let run = try #require(try program.runs("pretrain").first)
    let record = try String(contentsOf: program.folder("runs/\(run)/run.json"), encoding: .utf8)
    #expect(record.contains("\"status\" : \"interrupted\""))
    #expect(FileManager.default.fileExists(atPath: program.folder("runs/\(run)/last.safetensors").path))
  }
}
