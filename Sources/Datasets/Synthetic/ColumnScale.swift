package import StrataLinearAlgebra

/// The mean and the standard deviation of each column of a table, kept so that standardised values can be
/// turned back, and other rows be treated alike.
package struct ColumnScale: Sendable, Hashable, Codable {
  /// The mean of each column.
  package let means: [Double]
  /// The standard deviation of each column, √(Σ (x − mean)² / n).
  package let standardDeviations: [Double]

  /// The scale of a table. Traps when it has no rows.
  package init(of table: Matrix) {
    precondition(table.rows > 0, "the scale of no rows")
    let columns = (0..<table.columns).map { table.column($0).map(Double.init) }
    let count = Double(table.rows)
    let means = columns.map { $0.reduce(0, +) / count }
    self.means = means
    standardDeviations = zip(columns, means).map { column, mean in
      (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
  }

  /// Every column with mean 0 and standard deviation 1, of the table that this is the scale of. A column
  /// that does not vary becomes zeros. Traps when the table has other columns.
  package func standardized(_ table: Matrix) -> Matrix {
    mapped(table) { value, column in
      let deviation = standardDeviations[column]
      return deviation > 0 ? (value - means[column]) / deviation : 0
    }
  }

  /// The reverse of `standardized`.
  package func original(_ table: Matrix) -> Matrix {
    mapped(table) { value, column in value * standardDeviations[column] + means[column] }
  }

  private func mapped(_ table: Matrix, _ body: (Double, Int) -> Double) -> Matrix {
    precondition(table.columns == means.count, "\(table.columns) columns, a scale of \(means.count)")
    return Matrix(
      rows: table.rows, columns: table.columns,
      table.elements.enumerated().map { Float(body(Double($1), $0 % means.count)) })
  }
}
