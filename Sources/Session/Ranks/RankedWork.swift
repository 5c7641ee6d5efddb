internal import Foundation
internal import StrataCommunication
internal import StrataFiles
internal import StrataLinearAlgebra
package import StrataRuns

/// A command that several processes carry out together: those that `mpirun` has started, or on one machine the one that a
/// user starts, rank 0, and others that it starts with its own command line.
///
/// All of them do the same in the same order. Rank 0 writes the run folder and speaks; the others work in copies of their
/// own, which go when they end.
package struct RankedWork: Sendable {
  private let count: Int
  private let stage: RunRecord.Stage
  private let arguments: [String]

  /// - Parameters:
  ///   - count: how many processes; 1 for this one alone.
  ///   - stage: what is carried out.
  ///   - arguments: the command line of this process, without the program.
  package init(count: Int, of stage: RunRecord.Stage, arguments: [String]) {
    (self.count, self.stage, self.arguments) = (count, stage, arguments)
  }

  /// Where a process finds the others, and its number.
  private static let rankVariable = "STRATA_RANK"
  private static let folderVariable = "STRATA_RANKS_MEET_IN"

  /// Does the work with all of them.
  ///
  /// - Parameters:
  ///   - run: a run that goes on, by name or path; nil for a new one.
  ///   - body: is handed the options and the run as they are for this process.
  /// - Throws: what `body` throws; `InputError` where the processes cannot meet, or one of them ended.
  package func run(
    _ options: PipelineOptions, goingOnWith run: String?, console: Console,
    _ body: (PipelineOptions, String?, Console) throws -> Void
  ) throws {
    guard MPI.announcedCount == 1 else { return try workUnderMPI(options, run, console, body) }
    guard count > 1 else { return try body(options, run, console) }
    let environment = ProcessInfo.processInfo.environment
    if let rank = environment[Self.rankVariable].flatMap({ Int($0) }),
      let folder = environment[Self.folderVariable], (1..<count).contains(rank)
    {
      return try workAside(run, folder, body) {
        try shared(options, SocketCommunicator(rank: rank, count: count, in: folder))
      }
    }
    try lead(options, run, console, body)
  }

  private func shared(_ options: PipelineOptions, _ communicator: any Communicator) throws -> PipelineOptions
  {
    var options = options
    options.group = ProcessGroup(communicator)
    // Those of one machine share its processors, unless each was given some of its own.
    let available = Processors.current.threads
    let isBound = available < ProcessInfo.processInfo.processorCount
    let neighbours = isBound && count == 1 ? 1 : max(count, MPI.announcedNeighbours)
    options.threads = options.threads ?? max(1, available / neighbours)
    try options.group.requireAgreement(
      on: "the program", "version \(Version.current), asked for \(arguments.joined(separator: " "))")
    return options
  }

  // MARK: mpirun

  private func workUnderMPI(
    _ options: PipelineOptions, _ run: String?, _ console: Console,
    _ body: (PipelineOptions, String?, Console) throws -> Void
  ) throws {
    guard count == 1 else {
      throw InputError(
        .usage, at: "--ranks \(count)", expected: "none, as mpirun has started \(MPI.announcedCount)",
        found: "\(count)", advice: "leave it out")
    }
    let options = try shared(options, MPI.communicator())
    do {
      if options.group.rank == 0 {
        _ = try options.group.gathered([0])
        try body(options, run, console)
      } else {
        StandardStream.discardOutput()
        let folder = FileManager.default.temporaryDirectory.appending(
          path: "strata-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try workAside(run, folder.path, body) { options }
      }
    } catch  where Self.isCommon(error) {
      // All have come to it; whoever left without a word would have the others ended.
      MPI.end()
      throw error
    }
    MPI.end()
  }

  /// True for an end that all processes come to alike: rank 0 tells it.
  private static func isCommon(_ error: any Error) -> Bool {
    switch error {
    case is Interruption, is Unlearned: true
    case let error as InputError: error.kind == .numericalFailure
    default: false
    }
  }

  // MARK: Rank 0

  private func lead(
    _ options: PipelineOptions, _ run: String?, _ console: Console,
    _ body: (PipelineOptions, String?, Console) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "strata-\(UUID().uuidString.prefix(8))")
    try Folders.make(folder)
    var others: [Process] = []
    defer {
      for process in others where process.isRunning { kill(process.processIdentifier, SIGKILL) }
      for process in others { process.waitUntilExit() }
      try? FileManager.default.removeItem(at: folder)
    }
    for rank in 1..<count { others.append(try start(rank, folder)) }
    let options = try shared(options, SocketCommunicator(rank: 0, count: count, in: folder.path))
    // The others look at the runs as they are now, before anything is written there.
    _ = try options.group.gathered([0])
    try body(options, run, console)
    for process in others {
      process.waitUntilExit()
      // All that is to be kept is: this is only to be known.
      if process.terminationStatus != 0 {
        console.say(
          "note", "another process ended with status \(process.terminationStatus); the result is whole")
      }
    }
  }

  private func start(_ rank: Int, _ folder: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment[Self.rankVariable] = "\(rank)"
    environment[Self.folderVariable] = folder.path
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  // MARK: The others

  /// - Parameter meet: meets the others.
  private func workAside(
    _ run: String?, _ folder: String, _ body: (PipelineOptions, String?, Console) throws -> Void,
    _ meet: () throws -> PipelineOptions
  ) throws {
    var name = ""
    do {
      var options = try meet()
      name = "\(options.group.name): "
      let replica = try RunReplica(
        of: options, goingOnWith: run, stage, in: URL(filePath: "\(folder)/runs-\(options.group.rank)"))
      options.runs = replica.runs
      // Rank 0 may be gone already: what is wrong for all is found out at different speeds.
      _ = try options.group.gathered([0])
      try body(options, replica.run, Console.standardError(isQuiet: true))
    } catch  where Self.isCommon(error) {
    } catch let error as InputError where error.place.hasPrefix("rank ") {
      // Another process is gone: whoever was first says why. Was it rank 0, nobody else clears up.
      try? FileManager.default.removeItem(atPath: folder)
      throw SilentEnd()
    } catch let error as InputError {
      // What is wrong for all of them rank 0 says, and ends the others.
      Thread.sleep(forTimeInterval: 5)
      throw InputError(
        error.kind, at: "\(name)\(error.place)", expected: error.expected, found: error.found,
        advice: error.advice)
    }
  }

  /// The end of a process whose reason another one tells.
  package struct SilentEnd: Error {
    /// The exit status.
    package let status: Int32 = 69
  }
}
