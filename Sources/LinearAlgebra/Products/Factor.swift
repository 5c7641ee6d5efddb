internal import CStrataKernels

/// One factor of a product: a window, as it is or transposed.
package struct Factor: ~Escapable {
  package let matrix: Window
  package let isTransposed: Bool

  @_lifetime(copy matrix)
  init(_ matrix: Window, isTransposed: Bool) {
    self.matrix = matrix
    self.isTransposed = isTransposed
  }

  package var rows: Int { isTransposed ? matrix.columns : matrix.rows }
  package var columns: Int { isTransposed ? matrix.rows : matrix.columns }

  /// True when there is a bfloat16 copy of it.
  var isRounded: Bool { matrix.rounded != nil }

  /// The factor's transpose; nothing is moved.
  package var transposed: Factor {
    @_lifetime(copy self) get { Factor(matrix, isTransposed: !isTransposed) }
  }

  /// The view on some of the columns of the factor.
  @_lifetime(copy self)
  package func columns(_ range: Range<Int>) -> Factor {
    Factor(isTransposed ? matrix.rows(range) : matrix.columns(range), isTransposed: isTransposed)
  }

  /// The view on some of the rows of the factor.
  @_lifetime(copy self)
  package func rows(_ range: Range<Int>) -> Factor {
    Factor(isTransposed ? matrix.columns(range) : matrix.rows(range), isTransposed: isTransposed)
  }

  /// Calls `body` with the factor's bfloat16 copy widened to Float32.
  func withWidened(_ body: (Factor) -> Void) {
    guard isRounded else { return body(self) }
    let (view, rows, columns) = (matrix.view, matrix.rows, matrix.columns)
    let isTransposed = isTransposed
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * columns) { memory in
      guard let start = memory.baseAddress else { return }
      let wide = Window(unsafe: start, rows: rows, columns: columns, stride: columns, ownedBy: memory)
      strata_widen(view, wide.target)
      body(Factor(wide, isTransposed: isTransposed))
    }
  }
}

extension Window {
  /// The matrix as a factor.
  package var asIs: Factor { @_lifetime(copy self) get { Factor(self, isTransposed: false) } }
  /// Its transpose as a factor; nothing is moved.
  package var transposed: Factor { @_lifetime(copy self) get { Factor(self, isTransposed: true) } }
}
