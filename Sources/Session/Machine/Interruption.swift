internal import Foundation

/// Training that stopped because somebody asked for it.
package struct Interruption: LocalizedError, Sendable, CustomStringConvertible {
  /// The signal that asked, such as `SIGTERM`; `SIGPIPE` where nobody reads the result any more.
  package let signal: Int32
  /// The run folder's path.
  package let run: String
  /// True when all that was done is kept in the run folder; false for what is begun again.
  package let isKept: Bool
  /// What that is.
  private let kept: String
  /// The commands that do the rest, in order; the first resumes the run, or does it again.
  package var commands: [String]

  /// A stop by a signal.
  ///
  /// - Parameter kept: what is kept, where anything is.
  package init(
    signal: Int32, run: String, isKept: Bool, kept: String = "a checkpoint", commands: [String]
  ) {
    self.signal = signal
    self.run = run
    self.isKept = isKept
    self.kept = kept
    self.commands = commands
  }

  /// The exit status that shells know, 128 and the signal's number: 130 after Ctrl-C, 143 after SIGTERM.
  package var exitStatus: Int32 { 128 + signal }

  /// What happened, and the commands that do the rest, a line each.
  package var description: String {
    "stopped by \(StopSignal.name(of: signal)); "
      + (isKept ? "\(kept) is in \(run)\ngo on with:" : "nothing is kept of \(run)\nbegin again with:")
      + commands.map { "\n  \($0)" }.joined()
  }
  /// The same as `description`.
  package var errorDescription: String? { description }
}
