internal import StrataDrawings
internal import StrataSession

/// Which epochs are said while a model trains: all that it is looked at after, or of very many some, as nobody reads a
/// thousand lines.
struct EpochLines {
  private let epochs: Int
  private let said: Set<Int>
  private let rule: String?

  /// More epochs than this are not all said.
  private static let most = 100

  /// - Parameter looks: the epochs after which there is a validation error to be said; nil for all.
  init(of epochs: Int, looks: [Int]? = nil) {
    self.epochs = epochs
    let looks = looks ?? (epochs > 0 ? Array(1...epochs) : [])
    // One in so many is said, and the first and the last.
    let step = looks.count > Self.most ? (looks.count + Self.most / 2 - 1) / (Self.most / 2) : 1
    said = Set(looks.enumerated().filter { ($0.offset + 1).isMultiple(of: step) }.map(\.element))
      .union([1, epochs])
    rule =
      switch (step, looks.count) {
      case (1, epochs): nil
      case (1, _): "those that are validated are shown"
      case (_, epochs): "one of \(step) is shown"
      default: "one of \(step) of those that are validated is shown"
      }
  }

  func says(_ epoch: Int) -> Bool { said.contains(epoch) }

  /// Says where the others are, if there are any.
  func sayRule(on console: Console) {
    guard let rule else { return }
    console.say("epochs", "\(rule); metrics.jsonl has all \(epochs)")
  }
}
