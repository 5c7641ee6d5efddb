internal import StrataDatasets
internal import StrataFiles

/// Rows of numbers in JSON: `{"rows": [[…], …]}`, or the list alone; where a model's columns have names a row may be an
/// object, `{"bill_length_mm": 39.1, …}`.
struct JSONRows {
  private let layout: Layout
  /// The place of each column by its name; nil where columns have none.
  private let places: [String: Int]?

  init(_ layout: Layout) {
    self.layout = layout
    places =
      if case .columns(_, let names?) = layout {
        Dictionary(zip(names, names.indices)) { first, _ in first }
      } else { nil }
  }

  /// All numbers, row after row, and the number of rows.
  ///
  /// - Throws: `InputError` when it is something else, or when a row has more or fewer columns than the layout.
  func read(_ bytes: ArraySlice<UInt8>) throws(InputError) -> ([Float], Int) {
    var reader = JSONReader(
      bytes, at: RequestRows.place, advice: "send {\"rows\": [[…], …]}, \(layout.width) numbers in each row")
    var rows: ([Float], Int)?
    reader.skipWhitespace()
    if reader.next == UInt8(ascii: "{") {
      try reader.object { (reader, key) throws(InputError) in
        guard key == "rows" else { throw reader.error(expected: "the key \"rows\"", found: quoted(key)) }
        rows = try list(&reader)
      }
    } else {
      rows = try list(&reader)
    }
    try reader.end()
    guard let rows else { throw reader.error(expected: "the key \"rows\"", found: "none") }
    return rows
  }

  private func list(_ reader: inout JSONReader) throws(InputError) -> ([Float], Int) {
    var (elements, rows): ([Float], Int) = ([], 0)
    try reader.array { (reader) throws(InputError) in
      reader.skipWhitespace()
      if let places, reader.next == UInt8(ascii: "{") {
        elements += try row(&reader, places, count: layout.width)
      } else {
        let start = elements.count
        try reader.array { (reader) throws(InputError) in elements.append(try reader.float()) }
        guard elements.count - start == layout.width else {
          throw reader.error(
            expected: "\(layout.width) numbers in row \(rows)", found: "\(elements.count - start)")
        }
      }
      rows += 1
    }
    return (elements, rows)
  }

  private func row(
    _ reader: inout JSONReader, _ places: [String: Int], count: Int
  ) throws(InputError) -> [Float] {
    var row = [Float?](repeating: nil, count: count)
    try reader.object { (reader, key) throws(InputError) in
      guard let place = places[key] else {
        throw reader.error(expected: "the name of a column", found: quoted(key))
      }
      row[place] = try reader.float()
    }
    if let missing = row.firstIndex(of: nil) {
      let name = places.first { $0.value == missing }?.key ?? "\(missing)"
      throw reader.error(expected: "a number for the column \(quoted(name))", found: "none")
    }
    return row.compactMap(\.self)
  }
}
