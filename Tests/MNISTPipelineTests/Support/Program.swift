import Foundation
import StrataTestSupport

/// The built program, run as a user runs it: another process in a folder of its own, with no data set,
/// cache or setting of this machine within reach.
struct Program {
  let folder: TemporaryFolder
  var environment: [String: String]

  /// The program in an empty folder, or in one with tiny digits in `digits`.
  init(_ digits: TinyDigits? = nil) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    environment = ["HOME": folder("home").path, "TERM": "xterm"]
    environment["PATH"] = "\(Self.executable.deletingLastPathComponent().path):/usr/bin:/bin"
    // Under a sanitizer, the program is to run as the tests do.
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS", "TEST_TMPDIR"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    try digits?.write(to: folder)
    // What these tests look at is not what the standard recipe is.
    try FileManager.default.copyItem(
      at: Self.models.appending(path: "sdae-3.yml"), to: folder("sdae-3.yml"))
  }

  /// The recipes of the repository.
  static let models = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Models")

  /// What came of a run.
  struct Outcome {
    /// The exit status; of one that a signal ended, minus its number.
    let status: Int32
    let output: String
    let error: String
  }

  /// The program while it runs.
  final class Running {
    fileprivate let process = Process()
    fileprivate let streams: TemporaryFolder

    fileprivate init() throws { streams = try TemporaryFolder() }

    deinit { signal(SIGKILL) }

    /// The process's id.
    var identifier: Int32 { process.processIdentifier }

    /// Sends it a signal; does nothing when it has ended.
    func signal(_ number: Int32) { if process.isRunning { kill(identifier, number) } }

    /// Waits until `isSo`; false when it has ended before.
    func wait(until isSo: () throws -> Bool) rethrows -> Bool {
      while try !isSo() {
        guard process.isRunning else { return false }
        usleep(1000)
      }
      return true
    }

    /// What it has printed so far.
    func output() throws -> String { try String(contentsOf: streams("output"), encoding: .utf8) }

    /// What came of it, once it has ended; one that would never end is killed after ten minutes.
    func outcome() throws -> Outcome {
      let watchdog = DispatchWorkItem { [identifier] in kill(identifier, SIGKILL) }
      DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: watchdog)
      defer { watchdog.cancel() }
      process.waitUntilExit()
      return Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
        output: try String(contentsOf: streams("output"), encoding: .utf8),
        error: try String(contentsOf: streams("error"), encoding: .utf8))
    }
  }

  /// Runs it to its end.
  func callAsFunction(_ arguments: [String]) throws -> Outcome { try start(arguments).outcome() }

  /// Starts it by its name, as a user does who has installed it.
  func start(_ arguments: [String]) throws -> Running {
    try start(URL(filePath: "/usr/bin/env"), [Self.executable.lastPathComponent] + arguments)
  }

  /// What comes of it when a shell starts it, with `$P` as its path.
  func inShell(_ script: String) throws -> Outcome {
    try start(URL(filePath: "/bin/bash"), ["-c", "P='\(Self.executable.path)'; \(script)"]).outcome()
  }

  /// Starts it, or another program that starts it.
  func start(_ executable: URL, _ arguments: [String]) throws -> Running {
    let running = try Running()
    let (process, streams) = (running.process, running.streams)
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: nothing waits for anybody to read them.
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: streams.write("", to: "output")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: streams.write("", to: "error")))
    try process.run()
    return running
  }

  /// Starts it.
  func start(_ line: String, _ more: String...) throws -> Running {
    try start(line.split(separator: " ").map(String.init) + more)
  }

  func callAsFunction(_ line: String, _ more: String...) throws -> Outcome {
    try self(line.split(separator: " ").map(String.init) + more)
  }

  /// SwiftPM puts the program beside the tests.
  static let executable: URL = {
    let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    return tests.deletingLastPathComponent().appending(path: "mnist-pipeline")
  }()
}

extension Program {
  /// A short recipe on the tiny digits, long enough to learn something.
  static let tiny = "\(tinyRecipe) --threads 1"

  /// The same for a command that computes nothing.
  static let tinyRecipe =
    "--dataset ./digits --recipe sdae-3.yml --set stack.units=[6] --set pretraining.epochs=5"
    + " --set pretraining.batch_size=2 --set pretraining.learning_rate=0.3 --set fine_tuning.epochs=1"

  /// The tiny digits for a linear model, which has none of these keys.
  static let tinyLinear = "--dataset ./digits --threads 1"

  /// The tiny digits for a network from random weights.
  static let tinyScratch =
    "--dataset ./digits --recipe sdae-3.yml --set stack.units=[6] --set fine_tuning.epochs=1 --threads 1"

  /// The options of a short recipe that a command takes.
  static func tiny(for command: String) -> String {
    switch command {
    case "data info", "recipe": tinyRecipe
    case "baseline": tinyLinear
    case "finetune --from-scratch": tinyScratch
    default: tiny
    }
  }

  /// The run folders of a stage, in order.
  func runs(_ stage: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder("runs").path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder("runs").path)
      .filter { $0.contains("-\(stage)") }.sorted()
  }
}
