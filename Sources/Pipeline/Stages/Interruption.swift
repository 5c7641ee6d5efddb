public import Foundation

/// Training that stopped because somebody asked for it.
public struct Interruption: LocalizedError, Sendable, CustomStringConvertible {
  /// The signal that asked, such as `SIGTERM`; `SIGPIPE` where nobody reads the result any more.
  public let signal: Int32
  /// The run folder's path.
  public let run: String
  /// True when all that was done is kept in the run folder; false for what is begun again.
  public let isKept: Bool
  /// The commands that do the rest, in order; the first resumes the run, or does it again.
  public package(set) var commands: [String]

  /// The exit status that shells know, 128 and the signal's number: 130 after Ctrl-C, 143 after SIGTERM.
  public var exitStatus: Int32 { 128 + signal }

  /// What happened, and the commands that do the rest, a line each.
  public var description: String {
    "stopped by \(StopSignal.name(of: signal)); "
      + (isKept ? "a checkpoint is in \(run)\ngo on with:" : "nothing is kept of \(run)\nbegin again with:")
      + commands.map { "\n  \($0)" }.joined()
  }
  /// The same as `description`.
  public var errorDescription: String? { description }
}
