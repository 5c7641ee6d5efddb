internal import Foundation

/// The name of a run folder: time in UTC, stage, and a number from the second of that second on.
///
/// For example `20261123-190501-pretrain`, then `20261123-190501-pretrain-2`.
struct RunName: Comparable, CustomStringConvertible {
  /// For example `20261123-190501`.
  let time: String
  let stage: RunRecord.Stage
  /// 1, or the number at the end.
  let number: Int

  /// The name of the first run of a stage at a time.
  init(_ stage: RunRecord.Stage, at date: Date) {
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
    time = String(date.formatted(style).prefix(15)).replacing("T", with: "-")
    self.stage = stage
    number = 1
  }

  private init(time: String, stage: RunRecord.Stage, number: Int) {
    self.time = time
    self.stage = stage
    self.number = number
  }

  /// Reads a name; nil when it is not one.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /([0-9]{8}-[0-9]{6})-([a-z]+)(?:-([1-9][0-9]{0,5}))?/),
      let stage = RunRecord.Stage(rawValue: String(match.2))
    else { return nil }
    self.init(time: String(match.1), stage: stage, number: match.3.flatMap { Int($0) } ?? 1)
  }

  /// The next name to try when this one is taken.
  var next: RunName { RunName(time: time, stage: stage, number: number + 1) }

  var description: String { "\(time)-\(stage.rawValue)" + (number == 1 ? "" : "-\(number)") }

  /// Earlier runs first.
  static func < (left: RunName, right: RunName) -> Bool {
    (left.time, left.number, left.stage.rawValue) < (right.time, right.number, right.stage.rawValue)
  }
}
