internal import StrataLinearAlgebra

/// The area under the receiver operating characteristic, each class against the rest, averaged over classes (Fawcett
/// 2006, section 9.2); nil where no class has both examples and others beside it.
///
/// A class's area is the probability that an example of it gets a higher probability of it than another example, equal
/// ones counted half: Mann and Whitney's statistic, by ranks.
func areaUnderCurve(of probabilities: Matrix, labels: [Int32]) -> Double? {
  let areas = (0..<probabilities.columns).compactMap { label in
    area(under: (0..<probabilities.rows).map { probabilities[$0, label] }) { labels[$0] == Int32(label) }
  }
  return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
}

/// The area for one class; nil when all examples are of it, or none is.
private func area(under scores: [Float], isOfClass: (Int) -> Bool) -> Double? {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var (members, others) = (0, 0)
  // Twice the number of pairs in which the member has the higher score, ties counted half.
  var pairs = 0
  var index = 0
  while index < order.count {
    var (tiedMembers, tiedOthers) = (0, 0)
    let score = scores[order[index]]
    while index < order.count, scores[order[index]] == score {
      if isOfClass(order[index]) { tiedMembers += 1 } else { tiedOthers += 1 }
      index += 1
    }
    pairs += tiedMembers * (2 * others + tiedOthers)
    members += tiedMembers
    others += tiedOthers
  }
  guard members > 0, others > 0 else { return nil }
  return Double(pairs) / (2 * Double(members) * Double(others))
}
