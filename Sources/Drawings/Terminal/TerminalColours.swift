/// What a terminal can show.
public enum TerminalColours: Hashable, Sendable {
  /// 24-bit colours.
  case full
  /// Plain characters only.
  case plain

  /// What to use: colours on a terminal, unless `NO_COLOR` is set (https://no-color.org) or the terminal
  /// is a dumb one.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process.
  ///   - isTerminal: true when the output goes to a terminal.
  public init(environment: [String: String], isTerminal: Bool) {
    let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    self = isTerminal && !isRefused ? .full : .plain
  }
}
