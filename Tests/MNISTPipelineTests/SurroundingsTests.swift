import Foundation
import StrataTestSupport
import Testing

/// What surrounds the program and is not as it should be: the working directory, the memory, the terminal.
struct SurroundingsTests {
  private static let gone = "mkdir gone; cd gone; rmdir ../gone; "

  @Test(arguments: [
    "pretrain", "baseline", "run", "finetune", "evaluate", "filters", "report", "pretrain --resume",
  ])
  func aWorkingDirectoryThatIsGoneIsSaid(command: String) throws {
    let program = try Program(TinyDigits())
    let data = command == "report" ? "" : "--dataset '\(program.folder("digits").path)'"
    let outcome = try program.inShell("\(Self.gone) $P \(command) \(data)")
    #expect(outcome.status == 66)
    #expect(
      outcome.error.contains(
        "error: the working directory: expected one to look for runs in, found it is gone"),
      "\(outcome.error)")
  }

  @Test func absolutePathsNeedNoWorkingDirectory() throws {
    let program = try Program(TinyDigits())
    let outcome = try program.inShell(
      """
      \(Self.gone) $P pretrain --recipe '\(program.folder("sdae-3.yml").path)' --dataset '\(program.folder("digits").path)' --runs '\(program.folder("runs").path)' \
      --set pretraining.epochs=5 --set pretraining.batch_size=2 --set pretraining.learning_rate=0.3 \
      --set stack.units=6 --threads 1 && $P recipe && $P --help
      """)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(try program.runs("pretrain").count == 1)
  }

  /// `~` is where `HOME` says, as in the shell and for the cache.
  @Test func theHomeFolderIsThatOfTheEnvironment() throws {
    var program = try Program(TinyDigits())
    program.environment["HOME"] = program.folder.url.path
    let outcome = try program("data info --dataset ~/digits")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("from \(program.folder("digits").path)"), "\(outcome.output)")
  }

  /// Little memory is an error with its status, however little; it is never a signal.
  @Test(
    .disabled(if: Program.isSanitized, "a sanitizer maps terabytes"),
    arguments: [300_000, 400_000, 500_000, 600_000, 800_000])
  func littleAddressSpaceIsRefused(kilobytes: Int) throws {
    let outcome = try Program(TinyDigits()).inShell("ulimit -v \(kilobytes); $P pretrain \(Program.tiny)")
    #expect(outcome.status == 0 || outcome.status == 69, "\(outcome.error)")
    if outcome.status == 69 {
      #expect(outcome.error.contains("error: memory: expected "), "\(outcome.error)")
      #expect(outcome.error.contains("ulimit -v"), "\(outcome.error)")
    }
  }

  /// A recipe for which there would be memory, but for the shell's limit.
  @Test(.disabled(if: Program.isSanitized, "a sanitizer maps terabytes"))
  func aRecipeBeyondTheShellsLimitIsRefused() throws {
    let outcome = try Program(TinyDigits(side: 28)).inShell(
      "ulimit -v 4000000; $P pretrain --dataset ./digits --set 'stack.units=[20000, 20000]'")
    #expect(outcome.status == 69)
    #expect(outcome.error.contains("the limit on address space (ulimit -v)"), "\(outcome.error)")
  }

  @Test func theDoctorSaysTheFloor() throws {
    let outcome = try Program()("doctor")
    #expect(outcome.output.contains(/begins with [0-9.]+ [MG]B or more that it may map/), "\(outcome.output)")
  }

  @Test(.enabled(if: Program.hasTerminals)) func aDumbTerminalGetsNoEscapes() throws {
    var program = try Program(TinyDigits())
    program.environment["TERM"] = "dumb"
    #expect(try !program.onTerminal("pretrain \(Program.tiny)").contains("\u{1B}"))
  }
}

extension Program {
  /// True where the program runs under a sanitizer.
  static let isSanitized = ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains {
    ProcessInfo.processInfo.environment[$0] != nil
  }
}
