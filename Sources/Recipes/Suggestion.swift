/// What somebody probably meant who wrote a word that does not exist.
package enum Suggestion {
  /// The name that was probably meant; nil when none is near.
  ///
  /// Of names with sections, such as `pretraining.learning_rate`, the last part counts first: it is what people
  /// remember, and what they leave the section away from. A name is meant by its beginning, by one of its words
  /// (`rate`), by its initials (`lr`), or by all but a third of its letters.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let word = word.lowercased()
    return names.compactMap { name in
      distance(from: word, to: name.lowercased()).map { (name: name, distance: $0) }
    }.min { $0.distance < $1.distance }?.name
  }

  /// How far a word is from a name: first the last parts, then the sections; nil when the last parts are too far.
  private static func distance(from word: String, to name: String) -> Distance? {
    let (asked, known) = (Parts(word), Parts(name))
    guard let last = asked.last.steps(to: known.last) else { return nil }
    let section =
      asked.section.isEmpty || asked.section == known.section
      ? 0 : asked.section.distance(to: known.section)
    return Distance(last: last, section: section)
  }

  private struct Distance: Comparable {
    let last: Int
    let section: Int

    static func < (left: Distance, right: Distance) -> Bool {
      (left.last, left.section) < (right.last, right.section)
    }
  }

  private struct Parts {
    let section: String
    let last: String

    init(_ name: String) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      last = String(parts[parts.count - 1])
      section = parts.dropLast().joined(separator: ".")
    }
  }
}

extension String {
  /// How far the word is from a name that it may stand for; nil when it is too far.
  fileprivate func steps(to name: String) -> Int? {
    if self == name { return 0 }
    guard !isEmpty else { return nil }
    let words = name.split(separator: "_").map(String.init)
    if count > 1 && name.hasPrefix(self) || words.contains(self) || self == String(words.compactMap(\.first))
    {
      return 1
    }
    let changes = distance(to: name)
    return changes <= Swift.max(2, Swift.max(count, name.count) / 3) && changes < count ? changes : nil
  }

  /// How many letters must be put in, taken out, changed or swapped with their neighbour to make the other
  /// (Damerau 1964).
  func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var (before, row) = ([Int](), Array(0...b.count))
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var steps = Swift.min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { steps = Swift.min(steps, before[j - 1] + 1) }
        next.append(steps)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}
