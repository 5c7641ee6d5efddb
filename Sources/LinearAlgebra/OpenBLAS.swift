internal import COpenBLAS

/// The engine that is always there.
package enum OpenBLAS {
  /// Products are split by our own team, so OpenBLAS's threads are never started.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  static func multiply(
    _ a: Factor, _ b: Factor, into c: UnsafeMatrix, alpha: Float, beta: Float
  ) {
    _ = singleThreaded
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans,
      blasint(c.rows), blasint(c.columns), blasint(a.columns),
      alpha, a.matrix.pointer, blasint(a.matrix.stride),
      b.matrix.pointer, blasint(b.matrix.stride),
      beta, c.pointer, blasint(c.stride))
  }

  /// The processor whose kernels OpenBLAS chose, for example `SkylakeX`.
  package static var coreType: String { String(cString: openblas_get_corename()) }
  /// The version and build options, as the library states them.
  package static var configuration: String { String(cString: openblas_get_config()) }
}
