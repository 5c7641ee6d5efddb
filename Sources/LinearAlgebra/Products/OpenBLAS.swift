internal import CStrataKernels

#if STRATA_OPENBLAS
  internal import CStrataOpenBLAS
#endif

/// The engine of every build that does not leave it out.
enum OpenBLAS {
  #if STRATA_OPENBLAS
    static let isAvailable = true

    /// Products are split by our own team, so OpenBLAS's threads are never started.
    private static let singleThreaded: Void = openblas_set_num_threads(1)

    /// To be called before any routine of the library.
    static func useOneThread() { _ = singleThreaded }

    static func multiply(
      _ a: Factor, _ b: Factor, into c: Window, beta: Float
    ) {
      let rest = columnsThatTakeMemory(a, b, c)
      guard rest > 0 else {
        return callLibrary(a, b, into: c, beta: beta)
      }
      let (most, last) = (0..<c.columns - rest, c.columns - rest..<c.columns)
      if !most.isEmpty {
        callLibrary(a, b.columns(most), into: c.columns(most), beta: beta)
      }
      strata_narrow_product(a.matrix.view, b.matrix.columns(last).view, beta, c.columns(last).target)
    }

    /// The last columns of a small product for which OpenBLAS's AVX-512 kernel would allocate a buffer
    /// (0.3.21, `sgemm_small_kernel_nn_skylakex.c`): a training step must not.
    private static func columnsThatTakeMemory(_ a: Factor, _ b: Factor, _ c: Window) -> Int {
      let isSmall = !a.isTransposed && !b.isTransposed && c.rows * c.columns * a.columns <= 1_000_000
      let rest = c.columns % 16
      return isSmall && a.columns >= 32 && rest <= 8 ? rest : 0
    }

    private static func callLibrary(
      _ a: Factor, _ b: Factor, into c: Window, beta: Float
    ) {
      useOneThread()
      cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
        b.isTransposed ? CblasTrans : CblasNoTrans,
        blasint(c.rows), blasint(c.columns), blasint(a.columns),
        1, a.matrix.pointer, blasint(a.matrix.stride),
        b.matrix.pointer, blasint(b.matrix.stride),
        beta, c.pointer, blasint(c.stride))
    }

    /// The processor whose kernels OpenBLAS chose, for example `SkylakeX`.
    static let coreType = String(cString: openblas_get_corename())
    /// The version and build options, as the library states them. Asked once: the library puts the words together in one
    /// place of memory, whoever asks, and two threads at once get them twice.
    static let configuration = String(cString: openblas_get_config())
  #else
    static let isAvailable = false
    static let coreType = "none"
    static let configuration = "no OpenBLAS"

    static func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
      preconditionFailure("this build has no OpenBLAS")
    }
  #endif
}
