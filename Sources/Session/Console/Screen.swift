internal import Foundation
internal import Glibc

/// What a terminal at the end of a stream is and can do.
package struct Screen: Hashable, Sendable {
  /// Its width in characters; nil where it does not say.
  package let columns: Int?

  /// A terminal of a width.
  package init(columns: Int?) { self.columns = columns }

  /// The terminal behind a stream; nil where there is none, or one that obeys no escape sequences (`TERM=dumb`).
  package init?(_ stream: StandardStream, environment: [String: String]) {
    guard stream.isTerminal, !["", "dumb"].contains(environment["TERM"] ?? "") else { return nil }
    columns = stream.columns
  }

  /// The terminal behind a stream, as this process's variables have it.
  package init?(_ stream: StandardStream) {
    self.init(stream, environment: ProcessInfo.processInfo.environment)
  }

  /// The sequence that empties the line and goes back to its beginning.
  package static let clearLine = "\r\u{1B}[K"
}

extension StandardStream {
  /// True when it is a terminal.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The width of the terminal, in characters; nil where there is none, or it does not say.
  package var columns: Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// True unless it is a terminal that another process group has at the moment: this one works in the background.
  package var isInForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }
}
