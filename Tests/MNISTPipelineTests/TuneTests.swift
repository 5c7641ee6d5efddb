import Foundation
import StrataTestSupport
import Testing

/// A search as a user starts it: in one process, in several, and in parts.
struct TuneTests {
  private static let space = """
    name: tiny
    stack:
      units: [6]
    pretraining:
      epochs: 2
      batch_size: 10
    fine_tuning:
      epochs: 2
      batch_size: 10
    tune:
      trials: 4
      rounds: 2
      keep: 2
      fine_tuning.learning_rate: 0.001 to 0.1 log
    """
  private static let line = "tune --recipe tiny.yml --dataset ./digits --no-final --quiet"

  private func program() throws -> Program {
    let program = try Program(TinyDigits())
    try Data(Self.space.utf8).write(to: program.folder("tiny.yml"))
    return program
  }

  /// The trials of a folder by name, without the time that they took.
  private func trials(_ program: Program, _ folder: String) throws -> [String: String] {
    let url = program.folder(folder).appending(path: "trials")
    // A process that was killed while it wrote leaves a file that has not got its name yet.
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".json") }
    return try names.reduce(into: [:]) {
      let text = try String(contentsOf: url.appending(path: $1), encoding: .utf8)
      $0[$1] = text.replacing(/"seconds" : [^\n]*/, with: "")
    }
  }

  /// Training that taught nothing is done all the same: what several processes come to is joined, and said then.
  @Test func processesThatLearnedNothingAreJoined() throws {
    let program = try program()
    let line =
      "run --recipe tiny.yml --dataset ./digits --seeds 1..2 --format csv --set pretraining.learning_rate=1e-9"
    let one = try program("\(line) --threads 1 --runs one")
    let two = try program("\(line) --threads 2 --jobs 2 --runs two")
    #expect(one.status == 3 && two.status == 3, "\(one.error)\(two.error)")
    #expect(
      one.output == two.output && one.output.split(whereSeparator: \.isNewline).count > 2, "\(two.output)")
  }

  @Test func processesSideBySideDoTheSameTrials() throws {
    let program = try program()
    let one = try program("\(Self.line) --threads 1 --into one")
    #expect(one.status == 0, "\(one.error)")
    let two = try program("\(Self.line) --threads 2 --into two --jobs 2")
    #expect(two.status == 0, "\(two.error)")
    for part in ["2/3", "1/3", "3/3", "1/3", "2/3", "3/3"] {
      let outcome = try program("\(Self.line) --threads 1 --into parts --job \(part)")
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    let joined = try program("\(Self.line) --into parts --join")
    #expect(joined.status == 0, "\(joined.error)")
    let expected = try trials(program, "one")
    #expect(expected.count == 6)
    for folder in ["two", "parts"] {
      #expect(try trials(program, folder) == expected)
      #expect(
        try Data(contentsOf: program.folder(folder).appending(path: "winner.yml"))
          == Data(contentsOf: program.folder("one").appending(path: "winner.yml")))
    }
  }

  /// Processes side by side are all stopped by the signal that came, though the shell of a script has those in its
  /// background ignore another one, and the one that was started says how to go on.
  @Test(
    arguments: [SIGTERM, SIGHUP], [["tune", "--no-final", "--into", "shared"], ["run", "--seeds", "1..4"]])
  func allAreStopped(signal: Int32, words: [String]) throws {
    let program = try program()
    let rest = "--recipe tiny.yml --dataset ./digits --jobs 2 --threads 2 --set pretraining.epochs=200000"
    let line = words.joined(separator: " ") + " " + rest
    let running = try program.start(
      URL(filePath: "/bin/sh"), ["-c", "trap '' INT; exec '\(Program.executable.path)' \(line)"])
    _ = try running.wait {
      let said = try FileManager.default.subpathsOfDirectory(atPath: program.folder.url.path)
      return said.contains { $0.hasSuffix("-pretrain") || $0.hasSuffix("shared/plan.json") }
    }
    usleep(500_000)
    running.signal(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == 128 + signal, "\(outcome.error)")
    #expect(outcome.error.components(separatedBy: "go on with:").count == 2, "\(outcome.error)")
    #expect(outcome.error.contains("--jobs 2") && !outcome.error.contains("--job 1/2"))
  }

  /// What it started does not go on alone.
  @Test func theyEndWithTheOneThatWasKilled() throws {
    let program = try program()
    let running = try program.start(
      "\(Self.line) --jobs 2 --threads 2 --into shared --set pretraining.epochs=200000")
    func others() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd"))
          == program.folder.url.resolvingSymlinksInPath().path
      }
    }
    #expect(try running.wait { try others().count == 3 })
    running.signal(SIGKILL)
    _ = try running.outcome()
    let limit = Date.now + 60
    while try !others().isEmpty, Date.now < limit { usleep(50_000) }
    #expect(try others() == [])
  }

  /// Killed at any moment, it goes on with what it had.
  @Test func killedItGoesOn() throws {
    let program = try program()
    let running = try program.start("\(Self.line) --threads 1 --into half")
    let folder = program.folder("half").appending(path: "trials").path
    _ = running.wait {
      (try? FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".json") }) ?? 0 > 1
    }
    running.signal(SIGKILL)
    _ = try running.outcome()
    let again = try program("\(Self.line) --threads 1 --into half")
    #expect(again.status == 0, "\(again.error)")
    _ = try program("\(Self.line) --threads 1 --into one")
    let expected = try trials(program, "one")
    #expect(expected.count == 6)
    #expect(try trials(program, "half") == expected)
  }

  @Test(arguments: [
    "--job 3/2", "--job 0/2", "--job 1", "--jobs 2 --job 1/2", "--jobs 0", "--join --job 1/2",
  ])
  func partsThatCannotBeAreRefused(options: String) throws {
    let outcome = try program()("\(Self.line) \(options)")
    #expect(outcome.status == 64, "\(outcome.error)")
  }

  @Test(arguments: [
    ("3/2", "part 3 is beyond the 2 parts"), ("2/1", "part 2 is beyond the only part"),
    ("0/2", "parts are counted from 1"), ("1/0", "there are 1 to 10000 parts, not 0"),
    ("x/2", "two whole numbers, such as 3/12"), ("1", "two whole numbers, such as 3/12"),
  ])
  func whyAPartIsNoneIsSaid(part: String, reason: String) throws {
    let outcome = try program()("\(Self.line) --job \(part)")
    #expect(outcome.error.contains(reason), "\(outcome.error)")
  }
}
