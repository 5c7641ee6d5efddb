/// One factor of a product: a window, as it is or transposed.
package struct Factor {
  package let matrix: UnsafeMatrix
  package let isTransposed: Bool

  package var rows: Int { isTransposed ? matrix.columns : matrix.rows }
  package var columns: Int { isTransposed ? matrix.rows : matrix.columns }

  /// The factor's transpose; nothing is moved.
  package var transposed: Factor { Factor(matrix: matrix, isTransposed: !isTransposed) }

  /// The window on some of the columns of the factor.
  package func columns(_ range: Range<Int>) -> Factor {
    Factor(
      matrix: isTransposed ? matrix.rows(range) : matrix.columns(range), isTransposed: isTransposed)
  }

  /// The window on some of the rows of the factor.
  package func rows(_ range: Range<Int>) -> Factor {
    Factor(
      matrix: isTransposed ? matrix.columns(range) : matrix.rows(range), isTransposed: isTransposed)
  }
}

extension UnsafeMatrix {
  /// The matrix as a factor.
  package var asIs: Factor { Factor(matrix: self, isTransposed: false) }
  /// Its transpose as a factor; nothing is moved.
  package var transposed: Factor { Factor(matrix: self, isTransposed: true) }
}

/// The library behind the one seam through which every product goes.
public enum Engine: String, Sendable, CaseIterable {
  /// OpenBLAS, always there.
  case openBLAS = "openblas"

  /// c = alpha · a · b + beta · c, on the calling thread alone. With beta 0, c is overwritten whatever
  /// it held. Traps unless the shapes agree.
  package func multiply(
    _ a: Factor, _ b: Factor, into c: UnsafeMatrix, alpha: Float = 1, beta: Float = 0
  ) {
    precondition(
      a.rows == c.rows && b.columns == c.columns && a.columns == b.rows,
      "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns) into \(c.shape)")
    guard c.rows > 0 && c.columns > 0 else { return }
    switch self {
    case .openBLAS: OpenBLAS.multiply(a, b, into: c, alpha: alpha, beta: beta)
    }
  }
}
