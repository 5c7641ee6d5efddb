import ArgumentParser
import StrataExperiments
import StrataSession

/// How several processes share the work of a command.
struct SharingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder that processes share; without it, one under the runs that is named after the work.",
      valueName: "dir"), completion: .directory)
  var into: String?

  @Option(help: ArgumentHelp("Processes side by side, which share the processors.", valueName: "n"))
  var jobs = 1

  @Option(help: ArgumentHelp("Do one part of the work, such as 3/12.", valueName: "k/n"), transform: Job.init)
  var job: Job?

  @Flag(help: "Do no part any more; put together what is there.")
  var join = false

  func check() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256, not \(jobs).") }
    if [jobs > 1, job != nil, join].count(where: { $0 }) > 1 {
      throw ValidationError("--jobs, --job and --join exclude each other.")
    }
  }

  /// What is left to this process: all of it, a part, or to join what others have done, who are started where several are
  /// asked for.
  func sharedOut(_ options: PipelineOptions) throws -> Sharing {
    var isDone = false
    try shareOut(options) {
      defer { isDone = true }
      return !isDone
    }
    var sharing = sharing
    if jobs > 1 { sharing.joins = true }
    return sharing
  }

  /// What of it concerns this process.
  var sharing: Sharing {
    var sharing = Sharing()
    (sharing.folder, sharing.joins) = (into, join)
    sharing.job = job.map { ($0.part, $0.of) }
    return sharing
  }

  /// True where anything is shared.
  var isAsked: Bool { into != nil || jobs > 1 || job != nil || join }

  /// Has other processes do the work where several are asked for, as long as there is some.
  func shareOut(_ options: PipelineOptions, while hasMore: () throws -> Bool) throws {
    guard jobs > 1 else { return }
    var arguments = Array(CommandLine.arguments.dropFirst())
    for name in ["--jobs", "--threads"] { arguments.removeOption(name) }
    try options.stopRequest.whileListening {
      while try hasMore() { try SideBySide(arguments, jobs: jobs, options: options).run() }
    }
  }
}

/// A part of some work: the third of twelve is `3/12`.
struct Job {
  let part, of: Int

  /// The most parts of some work.
  private static let most = 10_000

  /// - Throws: a usage error that says what is wrong with the text.
  init(_ text: String) throws {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let of = numbers[1] else {
      throw ValidationError("a part and the number of parts are two whole numbers, such as 3/12.")
    }
    guard (1...Self.most).contains(of) else {
      throw ValidationError("there are 1 to \(Self.most) parts, not \(of).")
    }
    guard part >= 1 else { throw ValidationError("parts are counted from 1: the first of them is 1/\(of).") }
    guard part <= of else {
      let all = of == 1 ? "only part" : "\(of) parts"
      throw ValidationError("part \(part) is beyond the \(all): the last of them is \(of)/\(of).")
    }
    (self.part, self.of) = (part, of)
  }
}

extension [String] {
  /// Takes an option and its value out, in either way of writing.
  fileprivate mutating func removeOption(_ name: String) {
    while let index = firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      removeSubrange(index..<Swift.min(index + (self[index] == name ? 2 : 1), count))
    }
  }
}
