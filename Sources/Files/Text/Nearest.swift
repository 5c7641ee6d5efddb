extension String {
  /// How many letters must be put in, taken out or changed to make the other (Levenshtein 1966).
  package func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let change = diagonal + (letter == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}

extension [String] {
  /// The word that begins so, or else the one that is the least changes away; nil when all are quite other words.
  package func nearest(to word: String) -> String? {
    if let longer = first(where: { !word.isEmpty && $0.hasPrefix(word) }) { return longer }
    let nearest = self.min { $0.distance(to: word) < $1.distance(to: word) }
    return nearest.flatMap { $0.distance(to: word) <= Swift.max(2, word.count / 2) ? $0 : nil }
  }
}
