internal import StrataDrawings

extension Observations {
  /// A row for each set of conditions, a column for each quantity: mean ± spread over the seeds.
  func table(of shown: [Quantity]? = nil) -> Table {
    let shown = shown ?? quantities
    // Broken into lines, so that a terminal holds several.
    let titles = shown.map { $0.title.wrapped(to: 13).joined(separator: "\n") }
    return Table(
      factors.map { .words($0) } + titles.map { .number($0) },
      rows: conditions.map { levels in
        levels.map(\.text)
          + shown.map { quantity in summary(of: quantity, at: levels).map(quantity.text) ?? "–" }
      })
  }

  /// One quantity, with the levels of the first factor in the rows and those of the second in the columns;
  /// of further factors, one level each.
  func table(of quantity: Quantity, across columns: String, fixed: [String: Level] = [:]) -> Table {
    let varying = factors.filter { $0 != columns && fixed[$0] == nil }
    precondition(varying.count == 1, "rows of one factor, not of \(varying)")
    let across = levels(of: columns)
    return Table(
      [.words(varying[0])] + across.map { .number($0.text) },
      rows: levels(of: varying[0]).map { level in
        [level.text]
          + across.map { column in
            let levels = factors.map { $0 == columns ? column : fixed[$0] ?? level }
            return summary(of: quantity, at: levels).map(quantity.text) ?? "–"
          }
      })
  }
}
