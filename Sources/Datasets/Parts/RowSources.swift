/// What the examples of a part are from: their rows in a file, or pictures of their own.
struct RowSources: Sendable {
  /// The row of each example in its file, from 0.
  var rows: [Int]
  /// The path of each row's picture within the folder; nil for rows of one file.
  let paths: [String]?

  /// The path of an example's picture, or the number of its row.
  subscript(example: Int) -> String { paths?[rows[example]] ?? String(rows[example]) }
}
