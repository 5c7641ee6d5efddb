internal import StrataLinearAlgebra

/// The linear function of the other columns that comes closest to one, by least squares, on columns of
/// mean 0.
struct LinearRegression {
  private let target: Int
  private let others: [Int]
  private let coefficients: [Double]

  /// Solves the normal equations XᵀX b = Xᵀy by Gaussian elimination.
  init(of target: Int, in table: Matrix) {
    let others = (0..<table.columns).filter { $0 != target }
    func moment(_ a: Int, _ b: Int) -> Double {
      (0..<table.rows).reduce(0) { $0 + Double(table[$1, a]) * Double(table[$1, b]) }
    }
    var rows = others.map { row in others.map { moment(row, $0) } + [moment(row, target)] }
    for pivot in rows.indices {
      for row in rows.indices where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in rows[row].indices { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    self.target = target
    self.others = others
    coefficients = rows.indices.map { rows[$0][others.count] / rows[$0][$0] }
  }

  /// The target column as the other columns tell it.
  func predictions(for table: Matrix) -> [Float] {
    (0..<table.rows).map { row in
      Float(zip(others, coefficients).reduce(0) { $0 + $1.1 * Double(table[row, $1.0]) })
    }
  }
}
