internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra
package import StrataSession
internal import StrataStages

/// Several processes of this program side by side, each with a part of the work and of the processors.
package struct SideBySide: Sendable {
  private let arguments: [String]
  private let jobs: Int
  private let threads: Int
  private let stopRequest: StopRequest

  /// Holds the number of the process that started this one.
  private static let variable = "STRATA_SIDE_BY_SIDE"
  private static let starter = ProcessInfo.processInfo.environment[variable]

  /// True in a process that another one has started, which tells how all of them ended.
  package static let isOneOfThem = starter != nil

  /// Where this is one of them, has it stop when the one that started it ends, though it were killed.
  package static func endWithStarter() {
    if let number = starter.flatMap({ Int32($0) }) { StopRequest.endWithProcess(number) }
  }

  /// - Parameters:
  ///   - arguments: the command line of this process, without what asks for the jobs.
  ///   - jobs: how many.
  package init(_ arguments: [String], jobs: Int, options: PipelineOptions) {
    self.arguments = arguments
    self.jobs = jobs
    threads = max(1, options.execution.threads / jobs)
    stopRequest = options.stopRequest
  }

  /// Starts them and waits until all have ended.
  ///
  /// - Throws: `InputError` where one of them failed; an `Interruption` when somebody asks to stop, and all have ended.
  package func run() throws {
    var processes: [Process] = []
    for part in 1...jobs {
      let process = Process()
      process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = arguments + ["--job", "\(part)/\(jobs)", "--threads", "\(threads)"]
      process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: "\(getpid())"]) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      do {
        try process.run()
      } catch {
        for process in processes { process.terminate() }
        throw error
      }
      processes.append(process)
    }
    var isStopping = false
    while processes.contains(where: \.isRunning) {
      Thread.sleep(forTimeInterval: 0.05)
      if let signal = stopRequest.signal, !isStopping {
        isStopping = true
        // The signal that came is one that they hear too: what is ignored here, as SIGINT is in the background of a
        // script, is ignored there.
        let heard = StopSignal.all.contains(signal) ? signal : SIGTERM
        for process in processes where process.isRunning { kill(process.processIdentifier, heard) }
      }
    }
    if let signal = stopRequest.signal {
      let command = ProgramName.ofProcess + arguments + ["--jobs", "\(jobs)"]
      throw Interruption(
        signal: signal, run: "the folder that they share", isKept: true, kept: "what is done",
        commands: [command.map(\.shellQuoted).joined(separator: " ")])
    }
    // One that has learned nothing worth having has done its part all the same: what it came to is joined, and said then.
    let failed = processes.enumerated().filter {
      ![0, Unlearned.exitStatus].contains($0.element.terminationStatus)
    }
    guard let first = failed.first else { return }
    throw InputError(
      .unavailable, at: "job \(first.offset + 1)/\(jobs)", expected: "its part of the work",
      found: "an end with status \(first.element.terminationStatus)",
      advice: "what it said stands above; start the same command again, and it goes on")
  }
}
