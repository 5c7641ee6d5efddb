internal import StrataDrawings
internal import StrataSession

/// Which epochs are said while a model trains: all of them, or of very many some, as nobody reads a thousand lines.
struct EpochLines {
  private let epochs: Int
  /// One in so many is said, and the first and the last.
  private let step: Int

  /// More epochs than this are not all said.
  private static let most = 100

  init(of epochs: Int) {
    self.epochs = epochs
    step = epochs > Self.most ? (epochs + Self.most / 2 - 1) / (Self.most / 2) : 1
  }

  func says(_ epoch: Int) -> Bool { epoch == 1 || epoch == epochs || epoch.isMultiple(of: step) }

  /// Says where the others are, if there are any.
  func sayRule(on console: Console) {
    guard step > 1 else { return }
    console.say("epochs", "one of \(step) is shown; metrics.jsonl has all \(epochs)")
  }
}
