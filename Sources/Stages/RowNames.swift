/// The names of a table's rows: no two are the same.
struct RowNames {
  /// What can be said of a row.
  struct Row {
    /// What kind of model it is, of which shape.
    let title: String
    /// The name of its recipe, when known.
    let recipe: String?
    let seed: UInt64
    /// The name of its run.
    let run: String
  }

  private let rows: [Row]

  /// Names for some rows.
  init(_ rows: [Row]) { self.rows = rows }

  /// For each row its title; where others have the same, with the recipe, the seed, or both, if that tells them all
  /// apart, otherwise with the run.
  var unique: [String] {
    rows.map { row in
      let same = rows.filter { $0.title == row.title }
      let additions: [(Row) -> String] = [
        { _ in "" }, { $0.recipe.map { ", \($0)" } ?? "" }, { ", seed \($0.seed)" },
        { ($0.recipe.map { ", \($0)" } ?? "") + ", seed \($0.seed)" },
      ]
      let addition = additions.first { Set(same.map($0)).count == same.count } ?? { ", \($0.run)" }
      return row.title + addition(row)
    }
  }
}
