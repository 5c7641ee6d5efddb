import ArgumentParser
import Foundation
import StrataDrawings
import StrataReports
import StrataSession

/// Prints a result: as JSON with sorted keys, or as lines of text.
///
/// - Throws: `InputError` with status 74 when it cannot be written; `NobodyReads` when its reader is gone.
func show(_ value: some Encodable, asJSON: Bool, text: @autoclosure () throws -> String) throws {
  guard asJSON else { return try show(text()) }
  try show(jsonText(of: value), terminator: "")
}

/// Runs a stage, prints what came of it, and returns that.
@discardableResult
func perform<Work: Stage>(
  _ stage: Work, asJSON: Bool, text: (Work.Outcome) -> String
) throws -> Work.Outcome where Work.Outcome: Encodable {
  let outcome = try stage.run()
  try show(outcome, asJSON: asJSON, text: text(outcome))
  return outcome
}

/// Prints text on the standard output, with a line's end after it.
func show(_ text: String, terminator: String = "\n") throws {
  try StandardStream.output.deliver(text + terminator)
}

/// The colours that the standard output takes.
var outputColours: TerminalColours {
  TerminalColours(
    environment: ProcessInfo.processInfo.environment, isTerminal: StandardStream.output.isTerminal)
}

/// Says on the standard error what went wrong, in lines of a terminal's width; a bar that was drawn there goes.
func complain(_ text: String) {
  let stream = StandardStream.error
  let screen = Screen(stream)
  var text = text
  if let columns = screen?.columns {
    text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.count <= columns || $0.hasPrefix(" ") ? String($0) : $0.wrapped(toTerminal: columns) }
      .joined(separator: "\n")
  }
  let start = !stream.isInLine ? "" : screen == nil ? "\n" : Screen.clearLine
  stream.write(start + text + (text.hasSuffix("\n") ? "" : "\n"))
}

extension Substring {
  /// Broken at spaces; what is wider than the terminal stays whole, so that it can be copied.
  fileprivate func wrapped(toTerminal columns: Int) -> String {
    var lines = [""]
    for word in split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty || last.count + 1 + word.count <= columns {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
