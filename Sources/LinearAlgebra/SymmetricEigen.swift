#if STRATA_OPENBLAS
  internal import CStrataOpenBLAS
#endif

/// The eigenvalues and eigenvectors of a symmetric matrix S: S·v = λ·v, in Double.
package struct SymmetricEigen {
  /// λ in ascending order.
  package let values: [Double]
  /// The vectors, each of norm one: element i of vector k at k · order + i.
  package let vectors: [Double]

  /// Decomposes a matrix of `order × order`, row after row. Traps when it is of another size or holds what is not a
  /// number.
  package init(_ matrix: [Double], order: Int) {
    precondition(matrix.count == order * order, "\(matrix.count) elements of order \(order)")
    precondition(matrix.allSatisfy(\.isFinite), "the eigenvalues of what is not a number")
    #if STRATA_OPENBLAS
      (values, vectors) = Self.decomposedByLAPACK(matrix, order)
    #else
      (values, vectors) = Self.decomposedByRotations(matrix, order)
    #endif
  }

  #if STRATA_OPENBLAS
    /// By LAPACK's dsyev.
    private static func decomposedByLAPACK(_ matrix: [Double], _ order: Int) -> ([Double], [Double]) {
      var (vectors, values) = (matrix, [Double](repeating: 0, count: order))
      var (size, info) = (Int32(order), Int32(0))
      var work = [Double](repeating: 0, count: max(1, 34 * order))
      var workCount = Int32(work.count)
      OpenBLAS.useOneThread()
      // Rows and columns may change places, as they are the same; vector k is then column k of Fortran's.
      dsyev_("V", "U", &size, &vectors, &size, &values, &work, &workCount, &info, 1, 1)
      precondition(info == 0, "dsyev: \(info)")
      return (values, vectors)
    }
  #endif

  /// By Jacobi's rotations (Golub and Van Loan, Matrix Computations, algorithm 8.4.3), where there is no LAPACK: each
  /// makes one pair of elements beside the diagonal zero, until all are small beside it.
  static func decomposedByRotations(_ matrix: [Double], _ order: Int) -> ([Double], [Double]) {
    var a = matrix
    var vectors = (0..<order * order).map { $0 / order == $0 % order ? 1.0 : 0 }
    let size = matrix.reduce(0) { $0 + $1 * $1 }
    func beside(_ a: [Double]) -> Double {
      (0..<order).reduce(0) { sum, row in
        (0..<order).reduce(sum) { $1 == row ? $0 : $0 + a[row * order + $1] * a[row * order + $1] }
      }
    }
    // Each sweep squares how small they are: a few are enough, and sixty would not be reached.
    for _ in 0..<60 where beside(a) > size * 1e-32 {
      for p in 0..<order {
        for q in p + 1..<max(order, p + 1) where a[p * order + q] != 0 {
          let (cosine, sine) = rotation(a[p * order + p], a[p * order + q], a[q * order + q])
          for k in 0..<order {
            let (left, right) = (a[k * order + p], a[k * order + q])
            a[k * order + p] = cosine * left - sine * right
            a[k * order + q] = sine * left + cosine * right
          }
          for k in 0..<order {
            let (upper, lower) = (a[p * order + k], a[q * order + k])
            a[p * order + k] = cosine * upper - sine * lower
            a[q * order + k] = sine * upper + cosine * lower
            let (first, second) = (vectors[p * order + k], vectors[q * order + k])
            vectors[p * order + k] = cosine * first - sine * second
            vectors[q * order + k] = sine * first + cosine * second
          }
          (a[p * order + q], a[q * order + p]) = (0, 0)
        }
      }
    }
    let ascending = (0..<order).sorted { a[$0 * order + $0] < a[$1 * order + $1] }
    return (
      ascending.map { a[$0 * order + $0] },
      ascending.flatMap { vectors[$0 * order..<($0 + 1) * order] }
    )
  }

  /// Cosine and sine of the rotation that makes the element beside the diagonal of [[pp, pq], [pq, qq]] zero.
  private static func rotation(_ pp: Double, _ pq: Double, _ qq: Double) -> (Double, Double) {
    let tau = (qq - pp) / (2 * pq)
    let tangent = (tau >= 0 ? 1 : -1) / (abs(tau) + (1 + tau * tau).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return (cosine, tangent * cosine)
  }
}
