internal import Foundation
internal import StrataDrawings
internal import StrataReports
internal import Synchronization

/// What a person sees while the program works: everything but the result, on the standard error.
///
/// On a terminal a bar shows how far an epoch is and when all will be done; elsewhere there is a line
/// for each epoch and nothing else.
package final class Console: Sendable {
  private let isTerminal: Bool
  private let isQuiet: Bool
  private let write: @Sendable (String) -> Void
  private let bar = Mutex(Bar())

  private struct Bar {
    var start = ContinuousClock.now
    var firstShare = 0.0
    var drawn: ContinuousClock.Instant?
  }

  /// A console.
  ///
  /// - Parameters:
  ///   - isTerminal: true to draw a bar.
  ///   - isQuiet: true to say nothing at all.
  ///   - write: takes what is to be shown.
  package init(
    isTerminal: Bool, isQuiet: Bool = false, write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.isQuiet = isQuiet
    self.write = write
  }

  /// The standard error of the process.
  package static func standardError(isQuiet: Bool) -> Console {
    Console(isTerminal: isatty(STDERR_FILENO) == 1, isQuiet: isQuiet) {
      FileHandle.standardError.write(Data($0.utf8))
    }
  }

  /// Shows a line.
  package func say(_ line: String) {
    guard !isQuiet else { return }
    clearBar()
    write(line + "\n")
  }

  /// Shows lines of the form `data    MNIST, 50,000 …`, long ones wrapped under their own column.
  package func say(_ name: String, _ text: String) {
    let indent = 13
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty && last.count + 1 + word.count > 80 - indent {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    for (index, line) in lines.enumerated() {
      say((index == 0 ? name : "").padding(toLength: indent, withPad: " ", startingAt: 0) + line)
    }
  }

  /// Starts the clock of the bar: `share` of the work is done already.
  package func startClock(share: Double = 0) {
    bar.withLock { $0 = Bar(start: .now, firstShare: share) }
  }

  /// Draws the bar: what is being done, and which share of all the work is done.
  package func progress(_ label: String, share: Double) {
    guard isTerminal && !isQuiet else { return }
    let line: String? = bar.withLock { bar in
      let now = ContinuousClock.now
      if let drawn = bar.drawn, now - drawn < .milliseconds(100) { return nil }
      bar.drawn = now
      let elapsed = (now - bar.start) / .seconds(1)
      let done = share - bar.firstShare
      let left = done > 0.001 ? String(seconds: elapsed * (1 - share) / done) : "…"
      let width = 24
      let filled = Int((share * Double(width)).rounded(.down))
      let drawing =
        String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      return "\r\u{1B}[K\(label)  \(drawing) \(Int(share * 100)) %  \(left) left"
    }
    if let line { write(line) }
  }

  private func clearBar() {
    let wasDrawn = bar.withLock { bar in
      defer { bar.drawn = nil }
      return bar.drawn != nil
    }
    if wasDrawn { write("\r\u{1B}[K") }
  }
}
