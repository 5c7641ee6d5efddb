/// The mean of some features, and where each example lies from it.
struct FeatureMoments {
  /// Of each feature.
  private(set) var mean: [Double]
  /// x · mean, for each example.
  private(set) var along: [Double] = []
  /// ‖x − mean‖², for each example.
  private(set) var squares: [Double] = []

  /// Those of all examples. Traps when there are none.
  init(_ features: any Features) {
    precondition(features.rows > 0, "the mean of no examples")
    mean = [Double](repeating: 0, count: features.columns)
    Self.eachRow(of: features) { row in
      for (column, value) in row.enumerated() { mean[column] += Double(value) }
    }
    for column in mean.indices { mean[column] /= Double(features.rows) }
    Self.eachRow(of: features) { row in
      var (dot, square) = (0.0, 0.0)
      for (value, mean) in zip(row, mean) {
        let value = Double(value)
        dot += value * mean
        square += (value - mean) * (value - mean)
      }
      along.append(dot)
      squares.append(square)
    }
  }

  /// Hands out the rows in order.
  private static func eachRow(of features: any Features, _ body: (ArraySlice<Float>) -> Void) {
    for first in stride(from: 0, to: features.rows, by: MarginDesk.rows) {
      let part = features.matrix(rows: first..<min(first + MarginDesk.rows, features.rows))
      for row in 0..<part.rows { body(part.row(row)) }
    }
  }
}
