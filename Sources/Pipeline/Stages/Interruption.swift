internal import Foundation

/// Training that stopped because somebody asked for it.
public struct Interruption: Error, Sendable, CustomStringConvertible {
  /// The signal that asked: `SIGINT` or `SIGTERM`.
  public let signal: Int32
  /// The run folder's path.
  public let run: String
  /// True when all that was done is kept in the run folder; false for what is begun again.
  public let isKept: Bool
  /// The commands that do the rest, in order; the first resumes the run, or does it again.
  public package(set) var commands: [String]

  /// The exit status that shells know: 130 after Ctrl-C, 143 after SIGTERM.
  public var exitStatus: Int32 { 128 + signal }

  /// What happened, and the commands that do the rest, a line each.
  public var description: String {
    let name = signal == SIGINT ? "SIGINT" : signal == SIGTERM ? "SIGTERM" : "signal \(signal)"
    return "stopped by \(name); "
      + (isKept ? "a checkpoint is in \(run)\ngo on with:" : "nothing is kept of \(run)\nbegin again with:")
      + commands.map { "\n  \($0)" }.joined()
  }
}
