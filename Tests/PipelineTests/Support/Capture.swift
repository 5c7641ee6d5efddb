import StrataSession
import Synchronization

/// A console that keeps what is shown.
final class Capture: Sendable {
  private let shown = Mutex("")

  /// All that was shown.
  var text: String { shown.withLock { $0 } }
  /// The lines that were shown.
  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  /// All that was shown, however it was broken into lines.
  var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  func console(isTerminal: Bool = false, columns: Int? = nil, isQuiet: Bool = false) -> Console {
    Console(isTerminal: isTerminal, columns: columns, isQuiet: isQuiet) { piece in
      self.shown.withLock { $0 += piece }
    }
  }
}
