/// Mean and spread of a quantity over seeds.
struct Summary: Hashable, Sendable {
  /// How many seeds.
  let count: Int
  /// Σ x / n.
  let mean: Double
  /// √(Σ (x − mean)² / (n − 1)); 0 of a single value.
  let deviation: Double
  /// The least and the greatest value.
  let range: ClosedRange<Double>

  /// Of some values. Traps when there are none.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "a summary of nothing")
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = (squares / Double(max(values.count - 1, 1))).squareRoot()
    range = (values.min() ?? mean)...(values.max() ?? mean)
  }
}
