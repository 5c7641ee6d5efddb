internal import CStrataOpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix S: S·v = λ·v, in Double.
package struct SymmetricEigen {
  /// λ in ascending order.
  package let values: [Double]
  /// The vectors, each of norm one: element i of vector k at k · order + i.
  package let vectors: [Double]

  /// Decomposes a matrix of `order × order`, row after row (LAPACK's dsyev). Traps when it is of another
  /// size or holds what is not a number.
  package init(_ matrix: [Double], order: Int) {
    precondition(matrix.count == order * order, "\(matrix.count) elements of order \(order)")
    precondition(matrix.allSatisfy(\.isFinite), "the eigenvalues of what is not a number")
    var (vectors, values) = (matrix, [Double](repeating: 0, count: order))
    var (size, info) = (Int32(order), Int32(0))
    var work = [Double](repeating: 0, count: max(1, 34 * order))
    var workCount = Int32(work.count)
    OpenBLAS.useOneThread()
    // Rows and columns may change places, as they are the same; vector k is then column k of Fortran's.
    dsyev_("V", "U", &size, &vectors, &size, &values, &work, &workCount, &info, 1, 1)
    precondition(info == 0, "dsyev: \(info)")
    self.values = values
    self.vectors = vectors
  }
}
