internal import StrataDatasets

extension ONNXGraph {
  /// Adds what makes the graph's inputs of raw numbers, in Float32 and in the order of the definition of
  /// `Encoding.Scaling`, and returns the name of the result.
  mutating func addEncoding(_ encoding: Encoding, to output: String) -> String {
    switch encoding.scaling {
    case .pixels:
      return add("Mul", ["X", constant("encoding.scale", 1 / 255)], to: output)
    case .asIs:
      return add("Identity", ["X"], to: output)
    case .range(let low, let high):
      let ranges = zip(low, high).map { $0 < $1 ? $1 - $0 : 0 }
      let scaled = addColumns("low", low, "range", ranges, to: name("encoding.unbounded"))
      unbounded = scaled
      let bounds = [
        constant("encoding.smallest", encoding.bounds.lowerBound),
        constant("encoding.largest", encoding.bounds.upperBound),
      ]
      return add("Clip", [scaled] + bounds, to: output)
    case .standard(let mean, let deviation):
      return addColumns("mean", mean, "deviation", deviation, to: output)
    }
  }

  /// (X − offset) / divisor; 0 in the columns whose divisor is 0.
  private mutating func addColumns(
    _ offsetName: String, _ offset: [Float], _ divisorName: String, _ divisor: [Float], to output: String
  ) -> String {
    let varies = divisor.map { $0 > 0 }
    let centred = add(
      "Sub", ["X", constant("encoding.\(offsetName)", offset)], to: name("encoding.centred"))
    let safe = zip(divisor, varies).map { $1 ? $0 : 1 }
    let factors = [centred, constant("encoding.\(divisorName)", safe)]
    if varies.allSatisfy({ $0 }) { return add("Div", factors, to: output) }
    let scaled = add("Div", factors, to: name("encoding.scaled"))
    return add(
      "Where", [constant("encoding.varies", varies), scaled, constant("encoding.zero", 0)], to: output)
  }
}

extension Encoding {
  /// True where the graph reads the raw numbers themselves.
  var isIdentity: Bool { if case .asIs = scaling { true } else { false } }
}
