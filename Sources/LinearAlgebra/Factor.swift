internal import CKernels

/// One factor of a product: a window, as it is or transposed.
package struct Factor {
  package let matrix: UnsafeMatrix
  package let isTransposed: Bool

  package var rows: Int { isTransposed ? matrix.columns : matrix.rows }
  package var columns: Int { isTransposed ? matrix.rows : matrix.columns }

  /// True when there is a copy in bfloat16 beside it.
  var isRounded: Bool { matrix.rounded != nil }

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

extension Factor {
  /// Calls `body` with the factor's rounded copy as Float32.
  func withWidened(_ body: (Factor) -> Void) {
    guard let rounded = matrix.rounded else { return body(self) }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: matrix.rows * matrix.columns) { memory in
      guard let start = memory.baseAddress else { return }
      strata_widen(
        rounded, Int64(matrix.stride), Int64(matrix.rows), Int64(matrix.columns), start,
        Int64(matrix.columns))
      let wide = UnsafeMatrix(
        start, rows: matrix.rows, columns: matrix.columns, stride: matrix.columns)
      body(Factor(matrix: wide, isTransposed: isTransposed))
    }
  }
}
