internal import StrataDrawings

extension Observations {
  /// One line for each row (RFC 4180): factors, seed, quantities.
  var csv: String {
    let header = factors + ["seed"] + quantities.map(\.title)
    let lines = rows.map { row in
      row.levels + ["\(row.seed)"] + quantities.map { row.values[$0].map { "\($0)" } ?? "" }
    }
    return ([header] + lines).map { $0.map(\.csvField).joined(separator: ",") + "\r\n" }.joined()
  }
}

extension Observations: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// A list of objects: each factor with its level, `seed`, and each quantity with its number.
  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for row in rows {
      var object = list.nestedContainer(keyedBy: Key.self)
      for (factor, level) in zip(factors, row.levels) { try object.encode(level, forKey: Key(factor)) }
      try object.encode(row.seed, forKey: Key("seed"))
      for (quantity, value) in row.values { try object.encode(value, forKey: Key(quantity.title)) }
    }
  }
}
