internal import Foundation
internal import StrataDrawings
internal import Synchronization

/// What a person sees while the program works: everything but the result, on the standard error.
///
/// On a terminal a bar shows how far an epoch is and when all will be done; elsewhere there is a line
/// for each epoch and nothing else.
package final class Console: Sendable {
  private let isQuiet: Bool
  private let screen: @Sendable () -> Screen?
  private let write: @Sendable (String) -> Void
  private let bar = Mutex(Bar())
  /// The notes that were said, each of which is said once however many stages have it to say.
  private let notes = Mutex<Set<String>>([])

  private struct Bar {
    var start = ContinuousClock.now
    var firstShare = 0.0
    var drawn: ContinuousClock.Instant?
  }

  /// A console.
  ///
  /// - Parameters:
  ///   - isTerminal: true to draw a bar.
  ///   - columns: the terminal's width; nil where it does not say.
  ///   - isQuiet: true to say nothing at all.
  ///   - write: takes what is to be shown.
  package convenience init(
    isTerminal: Bool, columns: Int? = nil, isQuiet: Bool = false, write: @escaping @Sendable (String) -> Void
  ) {
    self.init(isQuiet: isQuiet, screen: { isTerminal ? Screen(columns: columns) : nil }, write: write)
  }

  private init(
    isQuiet: Bool, screen: @escaping @Sendable () -> Screen?, write: @escaping @Sendable (String) -> Void
  ) {
    self.isQuiet = isQuiet
    self.screen = screen
    self.write = write
  }

  /// The standard error of the process. When it cannot be written, nothing more is said and the work goes on; when
  /// nobody is left to read the standard output either, `.ofSignals` is asked to stop.
  package static func standardError(isQuiet: Bool) -> Console {
    let stream = StandardStream.error
    let screen = Screen(stream)
    return Console(
      isQuiet: isQuiet,
      screen: {
        guard screen != nil, stream.isInForeground else { return nil }
        // A window may have another width than it had before.
        return Screen(columns: stream.columns)
      },
      write: {
        stream.write($0)
        if StandardStream.output.hasLostItsReader { StopRequest.ofSignals.make(SIGPIPE) }
      })
  }

  /// Shows a line.
  package func say(_ line: String) {
    guard !isQuiet else { return }
    clearBar()
    write(line + "\n")
  }

  /// Shows lines of the form `data    MNIST, 50,000 …`, long ones wrapped under their own column. A note that was said
  /// before is not said again.
  package func say(_ name: String, _ text: String) {
    if name == "note", !notes.withLock({ $0.insert(text).inserted }) { return }
    let indent = 13
    // A page is read best at 80 characters; a window may have less.
    let room = max(20, min(80, screen()?.columns ?? 80) - indent)
    var lines: [String] = [""]
    for word in ProgramName.spelled(text).split(separator: " ").map(\.printable) {
      let last = lines[lines.count - 1]
      if !last.isEmpty && last.count + 1 + word.count > room {
        lines.append(word)
      } else {
        lines[lines.count - 1] = last.isEmpty ? word : last + " " + word
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
    guard !isQuiet else { return }
    let line: String? = bar.withLock { bar in
      let now = ContinuousClock.now
      if let drawn = bar.drawn, now - drawn < .milliseconds(100) { return nil }
      guard let screen = screen() else { return nil }
      bar.drawn = now
      let elapsed = (now - bar.start) / .seconds(1)
      let done = share - bar.firstShare
      let left = done > 0.001 ? String(seconds: elapsed * (1 - share) / done) : "…"
      return Screen.clearLine
        + Self.bar(label, share: share, end: " \(Int(share * 100)) %  \(left) left", columns: screen.columns)
    }
    if let line { write(line) }
  }

  private func clearBar() {
    let wasDrawn = bar.withLock { bar in
      defer { bar.drawn = nil }
      return bar.drawn != nil
    }
    if wasDrawn { write(Screen.clearLine) }
  }

  /// The line of a bar. Where a terminal is narrow the bar is shorter, or left out, and in the end the line is cut off:
  /// one that went on in the next line could not be drawn over.
  private static func bar(_ label: String, share: Double, end: String, columns: Int?) -> String {
    let space = "  "
    let room = (columns ?? .max).subtractingReportingOverflow(1).partialValue
    let width = min(24, room - label.count - space.count - end.count)
    guard width >= 4 else {
      let line = label + space + String(end.drop { $0 == " " })
      return String(line.prefix(max(0, room)))
    }
    let filled = Int((share * Double(width)).rounded(.down))
    return label + space + String(repeating: "█", count: filled)
      + String(repeating: "░", count: width - filled)
      + end
  }
}
