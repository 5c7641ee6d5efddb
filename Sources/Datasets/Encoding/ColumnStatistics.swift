internal import StrataLinearAlgebra

/// The mean and the deviation of each column of raw numbers.
struct ColumnStatistics {
  let mean: [Float]
  /// The root of the mean squared distance from the mean.
  let deviation: [Float]
  /// The mean of all numbers.
  let wholeMean: Float
  /// Their deviation.
  let wholeDeviation: Float

  init(_ values: RawValues, rows: Range<Int>) {
    let columns = values.columns
    var sums = [Double](repeating: 0, count: columns)
    var squares = sums
    var first = sums
    values.eachPiece(of: rows.prefix(1)) { values, rows in
      for row in rows { first = (0..<columns).map { Double(values[row, $0]) } }
    }
    values.eachPiece(of: rows) { values, rows in
      for row in rows {
        for column in 0..<columns {
          // About the first row, so that a large mean does not swallow a small deviation.
          let distance = Double(values[row, column]) - first[column]
          sums[column] += distance
          squares[column] += distance * distance
        }
      }
    }
    let count = Double(max(rows.count, 1))
    let variances = zip(sums, squares).map { max(0, $1 / count - ($0 / count) * ($0 / count)) }
    let means = zip(first, sums).map { $0 + $1 / count }
    (mean, deviation) = (means.map { Float($0) }, variances.map { Float($0.squareRoot()) })
    let overall = means.reduce(0, +) / Double(max(columns, 1))
    let spread = zip(means, variances).map { $1 + ($0 - overall) * ($0 - overall) }.reduce(0, +)
    wholeMean = Float(overall)
    wholeDeviation = Float((spread / Double(max(columns, 1))).squareRoot())
  }
}
