package import StrataFiles

extension Encoding {
  /// Throws unless it encodes rows of this many columns, by one finite number for all of them or one for each.
  package func check(columns: Int) throws(InputError) {
    guard layout.width == columns else {
      throw InputError(
        .malformedData, at: "encoding", expected: "\(columns) columns, as many as the model reads",
        found: layout.title, advice: "give the encoding that the model was trained with")
    }
    try layout.check(columns: columns, at: "encoding")
    switch scaling {
    case .pixels: break
    case .asIs(let low, let high):
      for (number, name) in [(low, "low"), (high, "high")] { try check([number], of: name, count: 1) }
    case .range(let low, let high):
      try check(low, of: "low", count: columns)
      try check(high, of: "high", count: columns)
      try requireAsMany(low.count, high.count, "low and high")
    case .standard(let mean, let deviation):
      try check(mean, of: "mean", count: columns)
      try check(deviation, of: "deviation", count: columns)
      try requireAsMany(mean.count, deviation.count, "mean and deviation")
    }
  }

  private func check(_ numbers: [Float], of name: String, count: Int) throws(InputError) {
    let isOfSize = numbers.count == count || numbers.count == 1
    guard isOfSize, numbers.allSatisfy(\.isFinite) else {
      throw Self.failure(
        name, expected: "\(count) finite number\(count == 1 ? "" : "s")",
        found: isOfSize ? "one that is not finite" : "\(numbers.count)")
    }
  }

  private func requireAsMany(_ first: Int, _ second: Int, _ names: String) throws(InputError) {
    guard first != second else { return }
    throw Self.failure(names, expected: "as many of one as of the other", found: "\(first) and \(second)")
  }

  private static func failure(_ name: String, expected: String, found: String) -> InputError {
    InputError(
      .malformedData, at: "encoding, \(name)", expected: expected, found: found,
      advice: "give the encoding that the model was trained with")
  }
}
