import Foundation
import StrataTestSupport
import Testing

/// Commands that are stopped while they work: by each signal that asks for it, and by SIGKILL.
struct StoppingTests {
  /// Training that does not end by itself, with a checkpoint after every step.
  private static let endlessTuning =
    "--dataset ./digits --threads 1 --set stack.units=[6] --set fine_tuning.epochs=1000000 --checkpoint-every 0"
  private static let endless = "\(endlessTuning) --set pretraining.epochs=1000000"

  private static func endless(_ command: String) -> String {
    command == "finetune --from-scratch" ? endlessTuning : endless
  }

  /// The command line to go on with, as it was printed, without the program's name.
  private func printedCommands(_ outcome: Program.Outcome) -> [String] {
    outcome.error.split(separator: "\n").compactMap {
      $0.firstMatch(of: /^  mnist-pipeline (.+)$/).map { String($0.1) }
    }
  }

  private func hasCheckpoint(_ program: Program, _ stage: String) throws -> Bool {
    try program.runs(stage).contains {
      FileManager.default.fileExists(atPath: program.folder("runs/\($0)/last.safetensors").path)
    }
  }

  @Test(arguments: [
    ("pretrain", "pretrain", SIGINT), ("pretrain", "pretrain", SIGTERM),
    ("finetune --from-scratch", "finetune", SIGINT), ("finetune --from-scratch", "finetune", SIGTERM),
    ("run", "pretrain", SIGTERM), ("pretrain", "pretrain", SIGHUP),
    ("finetune --from-scratch", "finetune", SIGHUP),
    ("pretrain", "pretrain", SIGQUIT), ("pretrain", "pretrain", SIGUSR1), ("pretrain", "pretrain", SIGUSR2),
    ("pretrain", "pretrain", SIGXCPU), ("pretrain", "pretrain", SIGALRM), ("pretrain", "pretrain", SIGPWR),
    ("pretrain", "pretrain", 40),
  ])
  func trainingStopsWithACheckpointAndTheCommandThatGoesOn(
    command: String, stage: String, signal: Int32
  ) throws {
    let program = try Program(TinyDigits())
    let running = try program.start("\(command) \(Self.endless(command))")
    try #require(try running.wait { try hasCheckpoint(program, stage) })
    running.signal(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == 128 + signal)
    #expect(outcome.output.isEmpty)
    let run = try #require(try program.runs(stage).first)
    let names = [
      SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP", SIGQUIT: "SIGQUIT", SIGUSR1: "SIGUSR1",
      SIGUSR2: "SIGUSR2", SIGXCPU: "SIGXCPU", SIGALRM: "SIGALRM", SIGPWR: "SIGPWR",
    ]
    let name = names[signal] ?? "signal \(signal)"
    #expect(
      outcome.error.contains(
        """
        stopped by \(name); a checkpoint is in runs/\(run)
        go on with:
          mnist-pipeline \(stage) --resume runs/\(run) --checkpoint-every 0.0

        """), "\(outcome.error)")
    // The printed command is one that goes on: it is stopped again, further on.
    let printed = printedCommands(outcome)
    #expect(printed.count == (command == "run" ? 3 : 1))
    let resumed = try program.start(try #require(printed.first))
    let lines = try metrics(program, run)
    try #require(try resumed.wait { try metrics(program, run) > lines + 1 })
    resumed.signal(signal)
    let end = try resumed.outcome()
    #expect(end.status == 128 + signal)
    #expect(end.error.contains("runs/\(run) goes on after "), "\(end.error)")
    #expect(try program.runs(stage) == [run])
  }

  private func metrics(_ program: Program, _ run: String) throws -> Int {
    let file = program.folder("runs/\(run)/metrics.jsonl")
    guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
    return try Data(contentsOf: file).count { $0 == UInt8(ascii: "\n") }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aBaselineIsBegunAgain(signal: Int32) throws {
    let program = try Program(TinyDigits())
    // No number of this precision is at the optimum of such a penalty.
    let line =
      "baseline --model svm --set baseline.svm_weight_decay=1e-30 --set baseline.svm_passes=1000000000 "
      + "--dataset ./digits --threads 1"
    let running = try program.start(line)
    try #require(try running.wait { try !program.runs("baseline").isEmpty })
    running.signal(signal)
    let outcome = try running.outcome()
    #expect(outcome.status == 128 + signal)
    let run = try #require(try program.runs("baseline").first)
    #expect(
      outcome.error.hasSuffix(
        """
        ; nothing is kept of runs/\(run)
        begin again with:
          mnist-pipeline baseline --model svm --set baseline.svm_weight_decay=1e-30 --set \
        baseline.svm_passes=1000000000 --dataset \
        ./digits --threads 1

        """), "\(outcome.error)")
  }

  /// Both signals wait for a process that stands still; the second one finds the request made.
  @Test func aSecondSignalStopsAtOnce() throws {
    let program = try Program(TinyDigits())
    let running = try program.start("pretrain \(Self.endless)")
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    for signal in [SIGSTOP, SIGINT, SIGTERM, SIGCONT] { running.signal(signal) }
    let outcome = try running.outcome()
    #expect([-SIGINT, -SIGTERM].contains(outcome.status))
    // What was there goes on.
    let resumed = try program.start("pretrain --resume")
    let run = try #require(try program.runs("pretrain").first)
    let lines = try metrics(program, run)
    #expect(try resumed.wait { try metrics(program, run) > lines + 1 })
  }

  /// A terminal's end is told twice, by the kernel and by the shell; batch systems repeat themselves too.
  @Test func aHangUpThatComesTwiceIsOne() throws {
    let program = try Program(TinyDigits())
    let running = try program.start("pretrain \(Self.endless)")
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    for signal in [SIGSTOP, SIGHUP, SIGUSR1, SIGXCPU, SIGCONT] { running.signal(signal) }
    let outcome = try running.outcome()
    #expect(
      outcome.status == 128 + SIGHUP || outcome.status == 128 + SIGUSR1 || outcome.status == 128 + SIGXCPU)
    #expect(outcome.error.contains("; a checkpoint is in runs/"), "\(outcome.error)")
  }

  /// What was ignored when the process began, as by `nohup`, stays so.
  @Test func anIgnoredHangUpStaysIgnored() throws {
    let program = try Program(TinyDigits())
    let running = try program.start(
      URL(filePath: "/bin/bash"),
      ["-c", "trap '' HUP; exec '\(Program.executable.path)' pretrain \(Self.endless)"])
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    running.signal(SIGHUP)
    let run = try #require(try program.runs("pretrain").first)
    let lines = try metrics(program, run)
    #expect(try running.wait { try metrics(program, run) > lines + 1 })
  }

  /// A process that is suspended goes on as if nothing had been.
  @Test func aSuspendedProcessGoesOn() throws {
    let program = try Program(TinyDigits())
    let running = try program.start("pretrain \(Self.endless)")
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    let run = try #require(try program.runs("pretrain").first)
    for _ in 0..<20 {
      running.signal(SIGSTOP)
      usleep(5000)
      running.signal(SIGCONT)
      usleep(5000)
    }
    let lines = try metrics(program, run)
    #expect(try running.wait { try metrics(program, run) > lines + 1 })
    running.signal(SIGTERM)
    #expect(try running.outcome().status == 128 + SIGTERM)
  }

  /// The second process is refused with the first one's id; when that is killed, its lock is stale.
  @Test func twoProcessesDoNotWriteInOneFolder() throws {
    let program = try Program(TinyDigits())
    let first = try program.start("pretrain \(Self.endless)")
    try #require(try first.wait { try hasCheckpoint(program, "pretrain") })
    let run = try #require(try program.runs("pretrain").first)
    let second = try program("pretrain --resume \(run)")
    #expect(second.status == 73)
    #expect(
      second.error
        == "error: runs/\(run): expected to be the only one who writes there, found process "
        + "\(first.identifier) is writing there; wait until it has finished, or stop it\n")
    first.signal(SIGKILL)
    #expect(try first.outcome().status == -SIGKILL)
    let third = try program.start("pretrain --resume \(run) --checkpoint-every 0")
    let lines = try metrics(program, run)
    try #require(try third.wait { try metrics(program, run) > lines + 1 })
    third.signal(SIGTERM)
    let outcome = try third.outcome()
    #expect(outcome.status == 143)
    #expect(
      outcome.error.contains("process \(first.identifier) was killed while it wrote there"),
      "\(outcome.error)")
  }

  /// What the run began with is taken, unless something else is said aloud, be it the default.
  @Test(arguments: [("", "emulated-bfloat16"), ("--precision float32", "float32")])
  func aPrecisionThatIsSaidAloudIsTaken(option: String, precision: String) throws {
    let program = try Program(TinyDigits())
    let running = try program.start("pretrain --precision emulated-bfloat16 \(Self.endless)")
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    running.signal(SIGTERM)
    try #require(try running.outcome().status == 143)
    let run = try #require(try program.runs("pretrain").first)
    let lines = try metrics(program, run)
    let resumed = try program.start("pretrain --resume \(run) --checkpoint-every 0 \(option)")
    try #require(try resumed.wait { try metrics(program, run) > lines + 1 })
    resumed.signal(SIGTERM)
    let outcome = try resumed.outcome()
    let words = outcome.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(" loops, 1 thread, \(precision) "), "\(words)")
    #expect(words.contains("the bits will differ") == !option.isEmpty)
  }

  /// With seeds, the same command goes on from the checkpoint of whatever was under way, and comes to the same table.
  @Test(arguments: [
    ("pretrain", 1, SIGKILL, "scratch"), ("finetune", 1, SIGTERM, "scratch"),
    ("finetune", 2, SIGKILL, "scratch"), ("pretrain", 2, SIGTERM, "scratch"),
    ("baseline", 1, SIGKILL, "scratch"), ("pretrain", 2, SIGKILL, "controls"),
    ("finetune", 3, SIGTERM, "controls"), ("baseline", 3, SIGKILL, "controls"),
  ])
  func seedsGoOnFromACheckpoint(stage: String, count: Int, signal: Int32, controls: String) throws {
    let program = try Program(TinyDigits())
    let line =
      "run --seeds 4..5 --with-\(controls) --format csv --threads 1 --dataset ./digits --recipe r.yml "
      + "--set stack.units=[6] --set pretraining.epochs=100 --set fine_tuning.epochs=100"
    // A file, of which some follows from the data.
    try program.folder.write("split: auto\n", to: "r.yml")
    let reference = try program("\(line) --runs whole")
    #expect([0, 3].contains(reference.status), "\(reference.error)")
    let running = try program.start("\(line) --checkpoint-every 0")
    // The run so many in its stage is under way: seed 4 has one of pretraining and two of fine-tuning, with all controls one
    // more of each.
    try #require(
      try running.wait {
        let runs = try program.runs(stage)
        return try runs.count == count
          && (stage == "baseline" || hasCheckpoint(program, named: runs.sorted()[count - 1]))
      })
    running.signal(signal)
    let stopped = try running.outcome()
    #expect(stopped.status == (signal == SIGKILL ? -SIGKILL : 128 + signal), "\(stopped.error)")
    let left = try program.runs(stage).sorted()[count - 1]
    let outcome = try program(line)
    #expect(outcome.output == reference.output, "\(outcome.error)")
    if stage != "baseline" {
      #expect(outcome.error.contains("runs/\(left) goes on after "), "\(outcome.error)")
    }
    let more = controls == "controls" ? 2 : 0
    #expect(try program.runs("pretrain").count == 2 + more && program.runs("finetune").count == 4 + more)
  }

  /// The file that a run was begun with may be named again, though what follows from the data is not in it.
  @Test(arguments: ["name: mine\n", "split: auto\nseed: 1\n"]) func aRecipeMayBeNamedAgain(text: String)
    throws
  {
    let program = try Program(TinyDigits())
    try program.folder.write(text + "stack:\n  units: [6]\npretraining:\n  batch_size: 2\n", to: "r.yml")
    let line = "pretrain --dataset ./digits --recipe r.yml --threads 1 --checkpoint-every 0"
    let running = try program.start(line)
    try #require(try running.wait { try hasCheckpoint(program, "pretrain") })
    running.signal(SIGTERM)
    #expect(try running.outcome().status == 143)
    let resumed = try program("pretrain --resume newest --recipe r.yml --threads 1")
    #expect([0, 3].contains(resumed.status), "\(resumed.error)")
    #expect(try program.runs("pretrain").count == 1)
    // What is said and differs is refused as ever.
    for change in ["--set split=last", "--set stack.units=[7]"] {
      #expect(
        try program("pretrain --resume \(program.runs("pretrain")[0]) --recipe r.yml \(change)").status == 78)
    }
  }

  private func hasCheckpoint(_ program: Program, named run: String) throws -> Bool {
    FileManager.default.fileExists(atPath: program.folder("runs/\(run)/last.safetensors").path)
  }

  /// A shell's limit on the size of files is known before training begins.
  @Test func aLimitOnFilesIsRefusedBeforeTraining() throws {
    let program = try Program(TinyDigits(side: 28))
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c", "ulimit -f 64; exec '\(Program.executable.path)' pretrain --dataset ./digits 2>error",
    ]
    shell.currentDirectoryURL = program.folder.url
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 73)
    let error = try String(contentsOf: program.folder("error"), encoding: .utf8)
    #expect(
      error.hasSuffix(
        "error: runs: expected files of up to 9.47 MB to be allowed, found a limit of 32.8 kB; raise the "
          + "limit: ulimit -f unlimited\n"), "\(error)")
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }
}
