internal import StrataFiles

extension Division {
  /// What there is to say where more was asked for than there is.
  ///
  /// - Parameters:
  ///   - count: the training examples that were got.
  ///   - hasLabels: true where they have labels.
  func notes(onAsking count: Int, hasLabels: Bool) -> [Wording] {
    var notes: [Wording] = []
    if let limit, limit > count {
      notes.append("a limit of \(limit) training examples changes nothing: there are \(count)")
    }
    if hasLabels, let labels, labels > count {
      notes.append(
        "all \(count) training examples keep their labels: \(labels) were asked for, and there are no more")
    }
    return notes
  }
}
