internal import StrataDrawings
internal import StrataFiles

extension Observations {
  /// One line for each row (RFC 4180): factors, seed, quantities.
  var csv: String {
    let header = factors + ["seed"] + quantities.map(\.title)
    let lines = rows.map { row in
      row.levels.map(\.text) + ["\(row.seed)"] + quantities.map { row.values[$0].map { "\($0)" } ?? "" }
    }
    return ([header] + lines).map { $0.map(\.csvField).joined(separator: ",") + "\r\n" }.joined()
  }
}

extension Observations: Encodable {
  /// A list of objects: each factor with its level, `seed`, and each quantity with its number.
  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for row in rows {
      var object = list.nestedContainer(keyedBy: NamedKey.self)
      for (factor, level) in zip(factors, row.levels) {
        try object.encode(level.text, forKey: NamedKey(factor))
      }
      try object.encode(row.seed, forKey: NamedKey("seed"))
      for (quantity, value) in row.values { try object.encode(value, forKey: NamedKey(quantity.title)) }
    }
  }
}
