internal import StrataFiles

/// Which of the training images to train on, and which to choose by.
struct Split {
  let train: Range<Int>
  let validation: Range<Int>
}

extension Split {
  /// The last `validation` of `count` images, and at most `limit` of the first ones.
  ///
  /// - Throws: `InputError` when no image would be left to train on.
  init(of count: Int, validation: Int?, limit: Int?, at place: String) throws {
    let kept = validation ?? count / 6
    guard (0..<count).contains(kept) else {
      throw InputError(
        .usage, at: place, expected: "0 to \(count - 1) validation images, of \(count) training images",
        found: "\(kept)", advice: "choose fewer")
    }
    guard (limit ?? 1) > 0 else {
      throw InputError(
        .usage, at: place, expected: "a limit of at least one training image", found: "\(limit ?? 0)",
        advice: "choose more")
    }
    train = 0..<min(limit ?? count, count - kept)
    self.validation = count - kept..<count
  }
}
