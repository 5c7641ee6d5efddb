internal import StrataDrawings
internal import StrataFiles

extension AccuracyTable {
  /// The models that err least: more than one where they err alike.
  package var best: [Model] {
    let least = models.map(\.testErrorPercent).min()
    return models.filter { $0.testErrorPercent == least }
  }

  /// Which model errs least, in words; several that err alike are not told apart.
  ///
  /// For example `stacked DAE, 3 × 1000 errs least: on 1.40 % of the test examples (95 % interval 1.19–1.65 %).`
  package var verdict: String {
    let (best, names) = (best[0], best.map(\.name).listed(atMost: 4))
    let start =
      switch (self.best.count, models.count) {
      case (_, 1): "\(names) errs"
      case (1, _): "\(names) errs least:"
      case (let alike, let all): "\(names) err \(alike == all ? "alike" : "least, and alike"):"
      }
    return "\(start) on \(String(best.testErrorPercent, decimals: 2)) % of the test examples "
      + "(95 % interval \(best.intervalText) %)."
  }
}
